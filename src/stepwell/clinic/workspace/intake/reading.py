"""What was typed on a page, as lines of record.

Lives here: all answers of a page together, the no for all that was shown. Lives elsewhere: one answer (intake/answers.py), earlier
treatments (intake/treatments.py), what is written (intake/services.py, exam/services.py).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from stepwell.clinic.episodes.linking import Author
from stepwell.clinic.workspace.intake import treatments
from stepwell.clinic.workspace.intake.answers import Posted, Values, fields_of, in_words, line_of, standing_of
from stepwell.clinic.workspace.intake.known import Known
from stepwell.knowledge.types import Finding
from stepwell.records.faults import Unreadable


@dataclass(frozen=True)
class Read:
    """The lines of a page, and what is wrong: by finding, and by row of the earlier treatments."""

    lines: Sequence[Values]
    faults: Mapping[str, str]
    rows: Mapping[int, str]

    @property
    def sound(self) -> bool:
        """Whether everything could be read."""
        return not self.faults and not self.rows


def read_answers(
    findings: Iterable[Finding], known: Known, posted: Posted, *, by: Author
) -> tuple[list[Values], dict[str, str]]:
    """The lines of what was answered, and what is wrong by finding."""
    lines: list[Values] = []
    faults: dict[str, str] = {}
    for finding in findings:
        standing = standing_of(known.signed, finding) if finding.flag else None
        try:
            line = line_of(finding, posted, today=known.today, standing=standing)
        except Unreadable as wrong:
            faults[finding.id] = in_words(wrong)
        else:
            lines += [line] if line else []
    return known.corrected(lines, by=by), faults


def read_page(names: Sequence[str], known: Known, posted: Posted, *, by: Author) -> Read:
    """All that was typed on a page of the intake."""
    findings = [known.pathway.findings[name] for name in names]
    lines, faults = read_answers(findings, known, posted, by=by)
    if not treatments.belongs_to(names):
        return Read(lines, faults, {})
    courses, rows = treatments.lines_of(known, posted)
    return Read([*courses, *lines], faults, rows)


def fields_on(names: Sequence[str], posted: Posted) -> dict[str, str]:
    """What was typed on a page, and nothing else that was sent."""
    more = treatments.fields_in(posted) if treatments.belongs_to(names) else {}
    return {**fields_of(posted, names), **more}


def no_to_the_rest(
    names: Sequence[str], shown: Sequence[str], known: Known, posted: Posted
) -> dict[str, str]:
    """The fields with a no for each yes-no question of the page that was shown and not answered."""
    fields = dict(posted)
    for name in shown:
        if name in names and known.pathway.findings[name].type == "yes-no":
            fields.setdefault(f"a.{name}", "no")
    return fields
