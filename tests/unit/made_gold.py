"""Events and articles in the gold format, made for tests."""

from __future__ import annotations

from typing import Any


def event(event_type: str, target: str, status: str = "occurred", **fields: Any) -> dict[str, Any]:
    sides = [{"role": "source", "code": "USA", "name": "USA"}, {"role": "target", "code": target, "name": target}]
    return {
        "type": event_type, "status": status, "background": False, "participants": sides, "date": None, "place": None,
        "venue": None, "topics": [], "about": [], "reported_by": None, "triggers": ["mot"],
    } | fields  # fmt: skip


def articles(*lists: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"doc_id": f"d{n}", "published_at": None, "events": events} for n, events in enumerate(lists)]
