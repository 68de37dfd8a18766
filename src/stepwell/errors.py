"""What a person can mend: every error that Stepwell shows, and nothing else.

Lives here: `Fault` (what is wrong, where, and how to mend it) and the one tree of errors. A command prints
them and exits with 2, a form shows them at the field, FHIR wraps them in an `OperationOutcome`.
Lives elsewhere: a caller's own mistake, which is a plain `ValueError`.

Messages carry ids, files and lines, never what a patient answered.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that is wrong: `place` and `line` say where, `remedy` how to mend it."""

    place: str
    line: int
    problem: str
    remedy: str

    def __str__(self) -> str:
        where = f"{self.place}:{self.line}" if self.line else self.place
        return f"{where}: {self.problem}\n  {self.remedy}"


class StepwellError(Exception):
    """Something that a person can mend. `faults` holds every fault found, not only the first."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(str(fault) for fault in self.faults))


class KnowledgeError(StepwellError):
    """The knowledge is not sound."""


class RecordError(StepwellError):
    """A record cannot be read."""


def fault(path: Path | str, line: int, problem: str, remedy: str) -> Fault:
    """Build a fault whose place is the file as the person knows it."""
    return Fault(str(path), line, problem, remedy)
