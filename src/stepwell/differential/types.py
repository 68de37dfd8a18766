"""The nouns of the differential: sources, assessments, the situation of one person, and what is concluded.

Lives here: their shapes as frozen values. Lives elsewhere: how they are read (differential/read.py), how results
move the odds (differential/odds.py), what follows (differential/conclude.py), and every number (knowledge/dgs/sources.yaml,
knowledge/dgs/assessments/).

`results` maps the id of an assessment to True (positive), False (negative) or None (not done).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

NOT_DGS = "not-dgs"
OTHER = "other"

Hypothesis = tuple[str, ...]
"""What could be so: `()` is not DGS, `("scar",)` one source, `("ischiofemoral", "piriformis")` two at once."""


@dataclass(frozen=True, slots=True)
class Source:
    """A structure that can irritate the nerve."""

    id: str
    title: str
    structures: str = ""
    clues: str = ""
    imaging_sign: str = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """How likely each source is before any test, given DGS. `when` is a finding; empty for everybody else."""

    id: str
    title: str
    when: str
    shares: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Modifier:
    """While the finding `when` holds, `source` counts `times` as much."""

    when: str
    source: str
    times: float


@dataclass(frozen=True, slots=True)
class Limits:
    """How far tests may move the odds. `test` and `all` are (lowest, highest) ratio, `spread` is an sd of log ratios."""

    further: float
    test: tuple[float, float]
    all: tuple[float, float]
    spread: float
    interval: float


@dataclass(frozen=True, slots=True)
class OfferRule:
    """When tests alone name a source. All are proportions but `times_the_next`."""

    share_at_least: float
    times_the_next: float
    not_dgs_below: float
    interval_at_most: float


@dataclass(frozen=True, slots=True)
class Sources:
    """The whole of sources.yaml.

    prevalence     P(DGS) where no finding of `prevalence_after` holds
    concentration  weight of the Dirichlet distribution of the shares
    coexist        share of people with DGS who have two sources
    blocks         tests that go together; the first one done is read in full
    """

    sources: Mapping[str, Source]
    settings: tuple[Setting, ...]
    modifiers: tuple[Modifier, ...]
    prevalence: float
    prevalence_after: tuple[tuple[str, float], ...]
    concentration: float
    coexist: float
    blocks: Mapping[str, tuple[str, ...]]
    limits: Limits
    offer: OfferRule


@dataclass(frozen=True, slots=True)
class Assessment:
    """A test. `positive` gives P(positive | source) and P(positive | not-dgs); empty where it says nothing of the source.

    finding    the yes-no finding that holds its result; empty for a combined test
    combines   tests of which it is the either-or
    intervals  95 % intervals of the positive and of the negative likelihood ratio, where known
    cap        a lower ceiling for its ratio than the common one, where its sample is biased
    """

    id: str
    title: str
    finding: str = ""
    how: str = ""
    block: str = ""
    combines: tuple[str, ...] = ()
    not_independent_of: tuple[str, ...] = ()
    positive: Mapping[str, float] = field(default_factory=dict)
    intervals: Mapping[bool, tuple[float, float]] = field(default_factory=dict)
    cap: float | None = None
    target: str = ""
    population: str = ""


@dataclass(frozen=True, slots=True)
class Situation:
    """One person before testing: P(DGS), and P(source | DGS)."""

    setting: str
    prevalence: float
    shares: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Clues:
    """What names a source without counting odds; all on the symptomatic side.

    imaged              structures that imaging names, not a variant alone
    examination_agrees  the examination agrees with the image; None where not known
    relieved            targets in which a guided block gave enough relief for as long as the agent lasts
    unrelieved          targets in which a guided block did not: no source is offered against it
    """

    imaged: frozenset[str] = frozenset()
    examination_agrees: bool | None = None
    relieved: frozenset[str] = frozenset()
    unrelieved: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Estimate:
    """A probability: as computed, and the median and interval over what is uncertain."""

    value: float
    median: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Likelihood:
    """One source: `share` is P(source | DGS), `overall` is P(source). With pairs the shares sum to more than 1."""

    source: str
    share: Estimate
    overall: float


@dataclass(frozen=True, slots=True)
class Offer:
    """A working source that a person may agree to. `why`: imaging, block, or tests."""

    source: str
    why: str


@dataclass(frozen=True, slots=True)
class NextTest:
    """A test not yet done, and how much it is expected to tell, in bits."""

    assessment: str
    gain: float


@dataclass(frozen=True, slots=True)
class Differential:
    """What the results say of the source, and what would tell more.

    likelihoods  most likely first
    pairs        two sources at once, P(pair | DGS), most likely first
    offers       working sources that may be agreed; none means: source not established
    shortfalls   why tests alone name none: share-low, next-too-close, not-dgs-likely, too-uncertain, block-negative,
                 source-unknown
    next_tests   most informative first
    used         tests that counted, with their weight (1 in full, less for a further test of the same block)
    """

    setting: str
    likelihoods: tuple[Likelihood, ...]
    not_dgs: Estimate
    pairs: tuple[tuple[tuple[str, str], float], ...]
    offers: tuple[Offer, ...]
    shortfalls: tuple[str, ...]
    next_tests: tuple[NextTest, ...]
    used: tuple[tuple[str, float], ...]

    @property
    def established(self) -> bool:
        """Whether any working source is offered."""
        return bool(self.offers)
