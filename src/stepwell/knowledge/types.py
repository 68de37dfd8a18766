"""The nouns of the knowledge: parameter, finding, intervention, question set, step, pathway.

Lives here: their shapes as frozen values. Lives elsewhere: how they are read from YAML (knowledge/readers.py),
whether they are sound (knowledge/soundness.py), what follows from them for a record (reasoning/).

Numbers of a finding are scaled integers: `decimals` says by how many digits. Durations are in days.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from stepwell.knowledge.conditions import Condition
from stepwell.knowledge.derivations import Derivation

VERIFIED = ("SEEN", "SEEN-2", "DERIVED", "RECALLED", "CONFLICT", "AUTHORED")
KINDS = ("education", "load", "medicine", "needle", "surgery", "test", "referral", "review")
TREATMENTS = ("load", "medicine", "needle", "surgery")
URGENCIES = ("emergency", "same-day", "urgent", "routine")
DECIDERS = ("patient", "physiotherapist", "physician", "surgeon")
STRENGTHS = ("do", "offer", "consider")
CHANGES_BY = ("time", "treatment", "test")

ValueType = Literal["number", "yes-no", "choice", "text"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is written: file (below the knowledge folder) and line, for error messages."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a claim rests on, and how far it was verified (docs/evidence/README.md)."""

    reference: str
    verified: str
    locator: str = ""
    certainty: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A named number that a clinic may change inside its range. `value` is as written, in `unit`."""

    id: str
    title: str
    value: float | int
    unit: str
    range: tuple[float, float] | None
    evidence: tuple[Evidence, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that can be known about a person.

    `range` is (low, high), scaled; `units` gives what one of another unit is in `unit`.
    """

    id: str
    title: str
    type: ValueType
    place: Place
    range: tuple[int, int] | None = None
    decimals: int = 0
    unit: str = ""
    units: Mapping[str, float] = field(default_factory=dict)
    options: Mapping[str, str] = field(default_factory=dict)
    ask: Mapping[str, str] = field(default_factory=dict)
    fresh_for: int | None = None
    per_side: bool = False
    flag: str = ""
    unsure_is_yes: bool = False
    lasting: bool = False
    changes_by: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)
    derive: Derivation | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Contraindication:
    """Never while this holds."""

    when: Condition
    because: str
    until: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Precaution:
    """With care while this holds: `do` says how."""

    when: Condition
    do: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Requirement:
    """What must hold first; `otherwise` names the intervention that brings it about."""

    that: Condition
    otherwise: str


@dataclass(frozen=True, slots=True)
class StopRule:
    """When a treatment under way ends, and how: at-once or taper."""

    when: Condition
    how: str
    because: str


@dataclass(frozen=True, slots=True)
class Repeat:
    """When what was done may be advised again. Days."""

    not_before: int
    at_most: int | None
    per: int | None
    parameters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preference:
    """An option of a choice that is shown first while `when` holds."""

    when: Condition
    option: str


@dataclass(frozen=True, slots=True)
class DoseRow:
    """One row of a dose table, over `low <= finding < high` (scaled; None is the end of the range)."""

    low: int | None
    high: int | None
    say: str
    numbers: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DoseTable:
    """Doses by one finding (or none) in one jurisdiction."""

    jurisdiction: str
    by: str
    rows: tuple[DoseRow, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Intervention:
    """Anything the pathway can advise. See docs/guide/knowledge-language.md for each part."""

    id: str
    title: str
    step: str
    kind: str
    decided_by: str
    strength: str
    place: Place
    rank: int = 50
    audience: tuple[str, ...] = ("patient", "clinician")
    part_of: str = ""
    choice: str = ""
    prefer: tuple[Preference, ...] = ()
    exit: str = ""
    halts: frozenset[str] = frozenset()
    anytime: bool = False
    recorded_only: bool = False
    indicated: Condition | None = None
    unless: Condition | None = None
    contraindicated: tuple[Contraindication, ...] = ()
    precautions: tuple[Precaution, ...] = ()
    requires: tuple[Requirement, ...] = ()
    dose: tuple[DoseTable, ...] = ()
    stop: tuple[StopRule, ...] = ()
    taper: str = ""
    repeat: Repeat | None = None
    finds: tuple[str, ...] = ()
    say: Mapping[str, str] = field(default_factory=dict)
    statements: tuple[str, ...] = ()
    hazards: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    codes: Mapping[str, str] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()
    reviewed: Any = None


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """A page of questions, in authored order."""

    id: str
    title: str
    audience: str
    findings: tuple[str, ...]
    urgency: str
    step: str
    place: Place


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the pathway: `goal` places the person, `enter` and `unless` join its treatments."""

    id: str
    title: str
    goal: Condition
    enter: Condition | None
    unless: Condition | None
    say: str


@dataclass(frozen=True, slots=True)
class Tip:
    """One thing to set up or to leave, in the words for the person."""

    id: str
    say: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class TipList:
    """What to set up in one place: a chair, a car, a bed."""

    id: str
    title: str
    tips: tuple[Tip, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Conflict:
    """Where sources disagree: both sides, how strong each is, and the safer side that is taken."""

    id: str
    title: str
    side_a: Mapping[str, Any]
    side_b: Mapping[str, Any]
    safer: str
    strength: str


@dataclass(frozen=True, eq=False)
class Pathway:
    """The whole body of knowledge, checked, with its ids as keys. `digest` names its exact content, and `language`
    is the one in which it speaks to the person.

    Two pathways are equal only if they are the same object, so that what is compiled from one can be kept by it.
    """

    id: str
    title: str
    version: str
    digest: str
    scope: Condition
    treats: Condition
    steps: tuple[Step, ...]
    targets: Mapping[str, str]
    parameters: Mapping[str, Parameter]
    findings: Mapping[str, Finding]
    question_sets: tuple[QuestionSet, ...]
    interventions: Mapping[str, Intervention]
    conflicts: Mapping[str, Conflict]
    references: Mapping[str, Mapping[str, str]]
    localities: Mapping[str, Mapping[str, Any]]
    sources: Mapping[str, Any]
    assessments: tuple[Mapping[str, Any], ...]
    exercises: Mapping[str, Mapping[str, Any]]
    programme: Mapping[str, Any]
    invariants: tuple[Mapping[str, Any], ...]
    ergonomics: tuple[TipList, ...]
    check_ins: Mapping[str, tuple[str, ...]]
    reviewed: Any = None
    language: str = "en"
