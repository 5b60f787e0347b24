"""Merges the event mentions of one article into events: one record a happening, however often it is told.

Two mentions are one event when their type, their participants, their time and their stage agree
(codebook, section 5). A merged event takes the most advanced stage and the most precise date.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from pipeline import confidence, knowledge, ontology
from pipeline.records import ROLES, Article, Event, EventMention, Participant, Place, stable_id
from pipeline.rules import Rule

STAGE = {"occurred": 3, "planned": 2, "hypothetical": 1, "negated": 0}
"""Rank of each stage; the higher one is the more advanced."""

UNREAL = ("planned", "hypothetical")

PERSONAL = frozenset({"meeting", "phone_call", "visit"})
"""Types whose sides are people: of several names of one actor a person's is right in 10 cases of 13; in the other
types the first name is in 51 of 69, a person's in 27."""

ONE_GOAL = frozenset({"visit"})
"""Types of which each target makes an event of its own: a tour with three hosts is three visits."""

EACH_ITS_OWN = frozenset({"accusation"})
"""Types that are two events where each side does it to the other."""


class _Cluster:
    """Mentions taken for one happening so far."""

    def __init__(self, first: EventMention) -> None:
        self.mentions = [first]

    @property
    def event_type(self) -> str:
        return self.mentions[0].event_type

    def codes(self, role: str | None = None) -> frozenset[str]:
        return frozenset().union(*(_codes(mention, role) for mention in self.mentions))

    def accepts(self, mention: EventMention, rules: dict[str, Rule]) -> bool:
        if mention.event_type != self.event_type:
            return False
        if not all(_dates_agree(mention, other) for other in self.mentions):
            return False
        if not all(_stages_agree(mention, other, rules) for other in self.mentions):
            return False
        if ontology.is_symmetric(self.event_type):
            mine, theirs, told = self.codes(), _codes(mention), _told(mention)
            # What a mention only guesses (*les pourparlers*, near the name of a third state) makes no other event.
            return mine <= theirs or theirs <= mine or (bool(told) and told <= mine)
        return _overlap(self.codes("source"), _codes(mention, "source")) and _overlap(
            self.codes("target"), _codes(mention, "target")
        )

    def nearness(self, mention: EventMention) -> tuple[int, int]:
        """Return how many sides a mention shares with the cluster, then how many of its mentions have the same date."""
        shared = sum(len(self.codes(role) & _codes(mention, role)) for role in ROLES)
        dated = sum(other.date is not None and other.date == mention.date for other in self.mentions)
        return shared, dated


def _codes(mention: EventMention, role: str | None = None) -> frozenset[str]:
    return frozenset(p.actor_code for p in mention.participants if p.actor_code and role in (None, p.role))


def _told(mention: EventMention) -> frozenset[str]:
    """Return the sides that the grammar of the mention gives."""
    return frozenset(p.actor_code for p in mention.participants if p.actor_code and p.is_direct)


def _overlap(left: frozenset[str], right: frozenset[str]) -> bool:
    """Tell whether two sides may be the same: they share an actor, or the text leaves one of them open."""
    return not left or not right or bool(left & right)


def _dates_agree(left: EventMention, right: EventMention) -> bool:
    if left.date is None or right.date is None:
        return True
    return left.date[0] <= right.date[1] and right.date[0] <= left.date[1]


def _is_weak(mention: EventMention, rules: dict[str, Rule]) -> bool:
    """Tell whether a stage is only the default of a bare noun (*cette rencontre*), which fits any stage."""
    return mention.status == "occurred" and rules[mention.rule_id].pos == "NOUN"


def _stages_agree(left: EventMention, right: EventMention, rules: dict[str, Rule]) -> bool:
    if left.status == right.status or _is_weak(left, rules) or _is_weak(right, rules):
        return True
    return {left.status, right.status} <= {"planned", "hypothetical"}


def _participants(mentions: Sequence[EventMention]) -> tuple[Participant, ...]:
    """Return one participant per role and code, by its first name; who meets, calls or travels by that of a person.

    Where one mention says by its grammar who has a role, what others only guess for that role is left out.
    """
    chosen: dict[tuple[str, str], Participant] = {}
    everyone = [participant for mention in mentions for participant in mention.participants]
    direct = {(p.role, p.actor_code) for p in everyone if p.is_direct}
    sides = Counter(role for role, _ in direct)
    for participant in everyone:
        needed = 2 if participant.role == "participant" else 1
        if not participant.is_direct and sides[participant.role] >= needed:
            continue
        key = (participant.role, participant.actor_code or participant.actor_name)
        known = chosen.get(key)
        if known is None or (mentions[0].event_type in PERSONAL and _is_state(known) and not _is_state(participant)):
            chosen[key] = participant
    return tuple(chosen.values())


def _is_state(participant: Participant) -> bool:
    """Tell whether a participant bears the name of the actor itself, not of a person or a house that stands for it."""
    return participant.actor_id == participant.actor_code


def _status(mentions: Sequence[EventMention], rules: dict[str, Rule]) -> str:
    strong = [mention for mention in mentions if not _is_weak(mention, rules)] or mentions
    return max((mention.status for mention in strong), key=STAGE.__getitem__)


def _most_precise(mentions: Sequence[EventMention]) -> EventMention | None:
    dated = [mention for mention in mentions if mention.date is not None]
    return min(dated, key=lambda m: (_days(m), m.start_char), default=None)


def _days(mention: EventMention) -> int:
    return (mention.date[1] - mention.date[0]).days if mention.date else 0


def _place(mentions: Sequence[EventMention]) -> Place | None:
    """Return the place that the mentions together make likeliest; of equals, a town before a country."""
    total: defaultdict[str, float] = defaultdict(float)
    for mention in mentions:
        if mention.place is not None:
            total[mention.place.name] += mention.place_probability
    places = [mention.place for mention in mentions if mention.place]
    return max(places, key=lambda place: (total[place.name], not _is_country(place)), default=None)


def _is_country(place: Place) -> bool:
    return place.country_code is not None and knowledge.load().actor_name(place.country_code) == place.name


def _separated(mention: EventMention) -> list[EventMention]:
    """Return one mention for each event that a trigger tells: one for each goal of a journey, each mutual accuser."""
    sources, targets = _codes(mention, "source"), _codes(mention, "target")
    if mention.event_type in ONE_GOAL and len(targets) >= 2:
        sides = [{("target", other) for other in targets - {code}} for code in sorted(targets)]
    elif mention.event_type in EACH_ITS_OWN and sources == targets and len(sources) == 2:
        sides = [{("target", code), *(("source", other) for other in sources - {code})} for code in sorted(sources)]
    else:
        return [mention]
    people = mention.participants
    return [
        replace(mention, participants=tuple(p for p in people if (p.role, p.actor_code) not in left_out))
        for left_out in sides
    ]


def _event(article: Article, mentions: list[EventMention], rules: dict[str, Rule], n_before: int) -> Event:
    first = mentions[0]
    status = _status(mentions, rules)
    dated = _most_precise(mentions)
    reporter = next((m for m in mentions if m.reporter_code), None)
    override = next((rules[m.rule_id].cameo for m in mentions if rules[m.rule_id].cameo), None)
    coding = ontology.code(first.event_type, status, override)
    topics = {topic for m in mentions for topic in m.topics}
    participants = _participants(mentions)
    taken = {p.actor_code for p in participants}
    return Event(
        event_id=stable_id(
            "evt", article.doc_id, first.event_type, first.start_char, *([n_before] if n_before else [])
        ),
        doc_id=article.doc_id,
        event_type=first.event_type,
        status=status,
        is_background=all(m.is_background for m in mentions),
        participants=participants,
        date=dated.date if dated else None,
        date_granularity=dated.date_granularity if dated else None,
        date_text=dated.date_text if dated else None,
        place=_place(mentions),
        venue=next((m.venue for m in mentions if m.venue), None),
        topics=tuple(topic for topic in ontology.TOPICS if topic in topics),
        about_codes=tuple(sorted({code for m in mentions for code in m.about_codes} - taken)),
        reporter_name=reporter.reporter_name if reporter else None,
        reporter_code=reporter.reporter_code if reporter else None,
        cameo_code=coding.cameo_code,
        plover_type=coding.plover_type,
        plover_mode=coding.plover_mode,
        goldstein=coding.goldstein,
        quad_class=coding.quad_class,
        confidence=round(confidence.of_event(mentions), 4),
        sentence=first.sentence_text,
        mentions=tuple(mentions),
    )


def _joined(mention: EventMention, mentions: Sequence[EventMention], rules: dict[str, Rule]) -> EventMention:
    """Return a mention of open type (*leur conversation*) as one of the type that the article has for its sides."""
    wanted = rules[mention.rule_id].joins
    same = (other for other in mentions if other.event_type == wanted and _codes(other) == _codes(mention))
    if wanted is None or mention.status in UNREAL or not any(_dates_agree(mention, other) for other in same):
        return mention
    return replace(mention, event_type=wanted)


def merge(article: Article, mentions: Sequence[EventMention], rules: dict[str, Rule]) -> tuple[Event, ...]:
    """Merge the mentions of one article into events.

    Parameters
    ----------
    article : Article
        The article that the mentions come from.
    mentions : sequence of EventMention
        In any order.
    rules : dict of str to Rule
        The rules by id that the mentions name.

    Returns
    -------
    tuple of Event
        In the order of their first triggers.
    """
    clusters: list[_Cluster] = []
    separated = [part for mention in mentions for part in _separated(mention)]
    joined = (_joined(mention, separated, rules) for mention in separated)
    for mention in sorted(joined, key=lambda m: (m.start_char, m.end_char)):
        homes = [cluster for cluster in clusters if cluster.accepts(mention, rules)]
        home = max(homes, key=lambda cluster: cluster.nearness(mention), default=None)
        if home is None:
            clusters.append(_Cluster(mention))
        else:
            home.mentions.append(mention)
    events: list[Event] = []
    firsts: Counter[tuple[str, int]] = Counter()
    for cluster in clusters:
        first = (cluster.event_type, cluster.mentions[0].start_char)
        events.append(_event(article, cluster.mentions, rules, firsts[first]))
        firsts[first] += 1
    return tuple(events)
