"""What the tests of this folder share."""

import uuid
from datetime import timedelta

from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.services import entries_of, stored_content, today_of
from stepwell.knowledge.loader import load_pathway

WAYS = ("accept", "change", "decline", "override", "happened", "responded")
"""Every decision that a form can be about."""


AN_EMERGENCY = [{"finding": "age", "value": 41}, {"finding": "saddle-numbness", "value": "yes"}]
"""A red flag that halts exercise, medicines, injections and operations."""


PAIN_IN_THE_BUTTOCK = [
    {"finding": "age", "value": 41},
    {"finding": "sex", "value": "male"},
    {"finding": "buttock-pain", "value": "yes"},
]


WITH_A_LOST_REFLEX = [
    *PAIN_IN_THE_BUTTOCK,
    {"finding": "worse-sitting", "value": "yes"},
    {"finding": "global-change", "value": "same"},
    {"finding": "worst-pain", "value": 6},
    {"finding": "reflex-loss", "value": "yes"},
]
"""An image of the lower back is recommended; a physician decides."""


def address(episode, *parts):
    return "/".join(["", "people", str(episode.pk), *parts, ""])


def count(episode):
    return Episode.objects.get(pk=episode.pk).count


def sent(episode, **typed):
    """What a form sends: with a key of its own, from the state that its page showed."""
    return {"key": str(uuid.uuid4()), "seen": count(episode), "back": "advice", **typed}


def status_of(episode, name):
    rows = stored_content(Episode.objects.kept().get(pk=episode.pk))["plan"]["recommendations"]
    return next((one["status"] for one in rows if one["id"] == name), None)


def row_of(episode, name):
    rows = stored_content(Episode.objects.kept().get(pk=episode.pk))["plan"]["recommendations"]
    return next(one for one in rows if one["id"] == name)


def lines_of(episode):
    return [line for entry in entries_of(episode) for line in entry.lines]


def days_from_today(episode, days):
    return (today_of(episode.person.clinic) + timedelta(days=days)).isoformat()


def a_row(episode, status, **wanted):
    """The first row of a status, with what else is wanted of it."""
    rows = stored_content(Episode.objects.kept().get(pk=episode.pk))["plan"]["recommendations"]
    return next(
        one["id"]
        for one in rows
        if one["status"] == status
        and not one["urgency"]
        and all(one[key] == value for key, value in wanted.items())
    )


def _asking(episode):
    rows = stored_content(Episode.objects.kept().get(pk=episode.pk))["plan"]["recommendations"]
    return [one["id"] for one in rows if one["status"] == "ask-first"]


def _yes_no(names):
    findings = load_pathway().findings
    return [
        name for name in names if name in findings and findings[name].type == "yes-no" and findings[name].ask
    ]


GARBAGE = ["", "\x00", "💥" * 3000, "-1", "1e999", "9" * 400, "2026-13-99"]


FIELDS = (
    "key", "seen", "back", "event", "reason", "until", "on", "who", "sure", "instead", "target", "guidance",
    "agent", "approach", "dose", "of", "response", "relief_percent", "relief_days", "adherence",
)  # fmt: skip
