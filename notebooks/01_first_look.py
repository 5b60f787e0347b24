# %% [markdown]
# # A first look at the tables
#
# Reads what `make extract` has written to `data/processed`, in pandas and in SQL; answers one question with one
# picture; and takes one event back to the words it was read from. It needs no language model: the tables are all
# there is to it.

# %%
from pathlib import Path

import duckdb
import matplotlib.pyplot as plt
import pandas as pd

import pipeline

PROCESSED = next(path for path in (Path("data/processed"), Path("../data/processed")) if path.is_dir())
tables = pipeline.read_tables(PROCESSED)
pd.Series({name: len(table) for name, table in tables.items()}, name="rows").to_frame()

# %% [markdown]
# ## With pandas
#
# Event types and statuses are categories, dates are dates, lists are lists. What is planned, wished or denied stands
# beside what has happened, so the first thing to look at is the status.

# %%
events = tables["events"]
pd.crosstab(events["event_type"], events["status"], margins=True).sort_values("All", ascending=False).head(12)

# %% [markdown]
# ## With SQL
#
# DuckDB reads the Parquet files where they lie. Participants are rows of their own: a join of the table with itself
# gives the pairs. Here are those who have met, talked or negotiated most, outside of what an article merely recalls.

# %%
PAIRS = """
    select a.actor_code as one, b.actor_code as other, count(distinct e.event_id) as events,
           list(distinct e.event_type::varchar order by e.event_type::varchar) as types
    from read_parquet($events) e
    join read_parquet($participants) a using (event_id)
    join read_parquet($participants) b using (event_id)
    where a.actor_code < b.actor_code
      and e.event_type in ('phone_call', 'meeting', 'summit', 'negotiation')
      and e.status = 'occurred' and not e.is_background
    group by all
    order by events desc, one, other
    limit 10
"""
files = {name: str(PROCESSED / name / "*.parquet") for name in ("events", "participants")}
duckdb.execute(PAIRS, files).df()

# %% [markdown]
# ## One question: who is told to cooperate, and who to be in conflict?
#
# Each event has a quad class: what is said or done, in cooperation or in conflict. Counted once for every actor that
# takes part, over events that have happened, it gives a profile of each. The picture tells what these articles tell,
# not what the world is like: they are samples written for this project.

# %%
QUADS = {
    2: ("material cooperation", "#1b7837"),
    1: ("verbal cooperation", "#a6dba0"),
    3: ("verbal conflict", "#fdae61"),
    4: ("material conflict", "#b2182b"),
}
happened = events[events["status"] == "occurred"]
parts = tables["participants"].dropna(subset=["actor_code"]).drop_duplicates(["event_id", "actor_code"])
profile = (
    happened.merge(parts, on="event_id").groupby(["actor_code", "quad_class"]).size().unstack(fill_value=0)
).reindex(columns=list(QUADS), fill_value=0)
busiest = profile.loc[profile.sum(axis=1).sort_values(kind="stable").index].tail(14)

figure, axes = plt.subplots(figsize=(8, 5), layout="constrained")
left = pd.Series(0, index=busiest.index)
for quad, (label, colour) in QUADS.items():
    axes.barh(busiest.index, busiest[quad], left=left, label=label, color=colour)
    left += busiest[quad]
axes.set(xlabel="events that have happened", title="What the articles tell of the actors they name most")
axes.spines[["top", "right"]].set_visible(False)
axes.legend(frameon=False, loc="lower right")
plt.show()

# %% [markdown]
# ## Back to the sentence
#
# Every mention of an event has its place in the text: `sentence_start`, `sentence_end`, `start_char` and `end_char`
# count code points of `articles.text`. Here is the dated event told most often, with its mentions, the trigger in
# brackets.

# %%
dated = events.dropna(subset=["event_date_start"])
event = dated.sort_values(["n_mentions", "confidence", "event_id"], ascending=[False, False, True]).iloc[0]
text = tables["articles"].set_index("doc_id")["text"][event["doc_id"]]
sides = tables["participants"].query("event_id == @event.event_id")

print(f"{event['event_type']} · {event['status']} · {event['event_date_start']:%Y-%m-%d} · {event['doc_id']}")
print("; ".join(f"{side.role} {side.actor_name} [{side.actor_code}]" for side in sides.itertuples()))
for mention in tables["event_mentions"].query("event_id == @event.event_id").itertuples():
    trigger = text[mention.start_char : mention.end_char]
    assert trigger == mention.trigger_text
    before, after = text[mention.sentence_start : mention.start_char], text[mention.end_char : mention.sentence_end]
    print(f"\n{mention.rule_id}\n  {before.lstrip()}[{trigger}]{after.rstrip()}")
