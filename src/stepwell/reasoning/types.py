"""What the pathway says of one record: facts, explanations, recommendations, the care plan.

Lives here: their shapes. Lives elsewhere: how they come about (reasoning/facts.py, statuses.py, explain.py,
questions.py, changes.py, apply.py), how they are printed (cli, documents).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from stepwell.knowledge.types import Evidence
from stepwell.reasoning.logic import Truth
from stepwell.records.bounds import Bounds

STATUSES = (
    "stop",
    "paused",
    "continue",
    "contraindicated",
    "held",
    "done",
    "declined",
    "known",
    "not-indicated",
    "recommended",
    "prepare",
    "ask-first",
    "undetermined",
)

FactValue = Truth | Bounds | frozenset[str]
"""yes-no: True, False or None; number: bounds; choice: the options that are possible."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """A condition with what the record says of it, as a tree. A leaf has words, value, date and truth of its own.

    words    what the condition says, in the words of the knowledge
    truth    True, False or None (not known)
    value    the value in words, empty where not known
    on       the day of the value, where it was observed
    """

    words: str
    truth: Truth
    value: str = ""
    on: date | None = None
    finding: str = ""
    parts: tuple["Explanation", ...] = ()
    joined: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that would change a status: a finding that can be brought about, and the date where it is time."""

    words: str
    by: str
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Recommendation:
    """An intervention's status for one record, with its reasons. The JSON of `stepwell next` prints all of it."""

    id: str
    title: str
    step: str
    kind: str
    status: str
    strength: str
    decided_by: str
    urgency: str = ""
    because: tuple[Explanation, ...] = ()
    ask: tuple[str, ...] = ()
    unmet: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    changes_if: tuple[Change, ...] = ()
    until: str = ""
    how: str = ""
    dose: tuple[str, ...] = ()
    say: Mapping[str, str] = field(default_factory=dict)
    part_of: str = ""
    choice: str = ""
    evidence: tuple[Evidence, ...] = ()
    silenced: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One finding to ask about, its words, and why it matters now."""

    finding: str
    text: str
    why: str
    type: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """A page of questions; `settles` counts the statuses that wait for it."""

    id: str
    title: str
    audience: str
    urgency: str
    settles: int
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class CarePlan:
    """All recommendations for one record as of a day, the questions that matter, and when to look again."""

    as_of: date
    side: str
    step: str
    recommendations: tuple[Recommendation, ...]
    questions: tuple[QuestionPage, ...]
    next_review: date | None
    ask_again_by: date | None
    knowledge: Mapping[str, str]
