"""What goes in and out as JSON. The shapes of a plan and of a record have schemas of their own (docs/schema/).

Lives here: the fields and their bounds. Lives elsewhere: what they mean (docs/guide/api.md).
"""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field, WithJsonSchema

from stepwell.clinic.patient.events import MOST_EVENTS
from stepwell.clinic.patient.kinds import KINDS

MOST_LINES = 500
LONGEST_FIND = 80


class Refusal(Schema):
    """Why nothing is answered: not signed in, not allowed, or not there."""

    error: str


class FaultShape(Schema):
    """One thing that is wrong: `line` counts the lines that were sent, from 1; `place` names a field of the body."""

    line: int | None = None
    place: str | None = None
    problem: str
    remedy: str


class Problem(Schema):
    """What is wrong with a request (application/problem+json)."""

    type: str
    title: str
    status: int
    faults: list[FaultShape] | None = None


class NeedShape(Schema):
    """One thing that somebody needs, and why in words."""

    id: str
    why: str
    since: date | None


class RowShape(Schema):
    """One person on the caseload, as the page shows them. `pain` has 28 days and `days` 14, today last."""

    id: UUID
    name: str
    side: str
    mine: bool
    step: str
    phase: str
    week: int
    needs: list[NeedShape]
    pain: list[int | None]
    days: list[str]
    sits: int | None
    sits_change: int | None
    contact: datetime | None
    review: date | None
    snoozed: date | None
    computed_at: datetime


class Caseload(Schema):
    """Everybody whom a filter shows, most urgent first; `counts` says how many each filter would show."""

    show: str
    counts: dict[str, int]
    people: list[RowShape]


class PlanShape(Schema):
    """A care plan of the schema stepwell-care-plan/1. `made` is fresh, or stored and when; a stored one leaves out settled reasons."""

    made: Literal["fresh", "stored"]
    computed_at: datetime
    as_of: date
    entries: int
    plan: dict[str, Any]


class RecordShape(Schema):
    """A record file: `stepwell next` reads it."""

    schema_: Literal["stepwell-record/1"] = Field(alias="schema")
    side: str
    observations: list[dict[str, Any]]


class NewEntry(Schema):
    """Lines to be written together.

    key    chosen by who sends; sent again, the first answer comes again and nothing is written
    seen   how many entries there were when this was made; where there are more by now, the answer is 409
    """

    kind: Literal["visit", "exam", "decision"]
    key: UUID
    seen: int = Field(ge=0, le=2_000_000_000)
    lines: list[dict[str, Any]] = Field(min_length=1, max_length=MOST_LINES)


class Written(Schema):
    """An entry that was written; `number` is how many entries there are with it, and `first_seq` its first line."""

    key: UUID
    number: int
    first_seq: int | None
    at: datetime


EVENT = {
    "type": "object",
    "required": ["id", "kind", "at", "tz", "plan_version", "payload"],
    "properties": {
        "id": {"type": "string", "format": "uuid"},
        "kind": {"type": "string", "enum": list(KINDS)},
        "at": {"type": "string", "format": "date-time"},
        "tz": {"type": "string", "examples": ["Europe/Madrid"]},
        "plan_version": {"type": "string"},
        "payload": {"type": "object"},
    },
}


class Batch(Schema):
    """Events of a phone, oldest first. One that cannot be read keeps none of the others back."""

    events: Annotated[
        list[Any],
        Field(max_length=MOST_EVENTS),
        WithJsonSchema({"type": "array", "maxItems": MOST_EVENTS, "items": EVENT}),
    ]


class AnswerShape(Schema):
    """What became of one event. `reason` says why one was set aside."""

    id: str | None
    answer: Literal["stored", "duplicate", "quarantined"]
    reason: str | None = None


class Answers(Schema):
    """One answer for each event, in their order. `plan` says whether today's plan has been computed again already."""

    answers: list[AnswerShape]
    plan: Literal["computed", "later", "unchanged"]
