"""What a number of made-up records reaches: operators, statuses, and each intervention's own.

Lives here: counting, on records by chance and on records bent towards each intervention. Lives elsewhere: the records
(agreement/generator.py), what must be reached (agreement/test_generator.py).
"""

from collections import defaultdict
from dataclasses import dataclass, field

from stepwell.reasoning.facts import compile_pathway, read_facts
from stepwell.reasoning.observed import is_known
from stepwell.reasoning.statuses import judge
from stepwell.records.bounds import Bounds
from tests.agreement.everything import operator_of
from tests.agreement.lines import NOW


@dataclass
class Reach:
    """What was seen. `operators` holds for each operator the words known, not known, yes and no."""

    operators: dict = field(default_factory=lambda: defaultdict(set))
    statuses: dict = field(default_factory=lambda: defaultdict(set))
    findings: dict = field(default_factory=lambda: defaultdict(set))

    def add(self, pathway, record):
        """Count what one record reaches."""
        compiled = compile_pathway(pathway)
        facts = read_facts(compiled, record.as_of(NOW), NOW)
        for name, finding in pathway.findings.items():
            word = _word(facts.values[name], compiled.nothing_known[name])
            self.findings[name].add(word)
            if finding.derive is not None:
                self.operators[operator_of(finding.derive)].add(word)
        for name, judged in judge(compiled, facts).by_id.items():
            self.statuses[name].add(judged.status)

    def lacking(self, pathway):
        """The interventions that never reached what they are for."""
        entries = [one for one in pathway.interventions.values() if not one.recorded_only]
        return {one.id for one in entries if not _wanted(one) & self.statuses[one.id]}

    def one_sided(self, pathway):
        """The derived yes-no findings that were never yes or never no, as the generator names its rules."""
        derived = [
            one for one in pathway.findings.values() if one.derive is not None and one.type == "yes-no"
        ]
        return {f"finding {one.id}" for one in derived if not {"yes", "no"} <= self.findings[one.id]}


def _wanted(entry):
    return {"recommended"} if entry.exit else {"recommended", "prepare", "continue"}


def _word(value, nothing):
    if isinstance(value, bool):
        return "yes" if value else "no"
    if is_known(value, nothing):
        return "exactly" if not isinstance(value, Bounds) or value.exact else "within bounds"
    return "not known"
