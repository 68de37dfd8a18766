"""How many taps a new adult needs until the first treatment is recommended."""

from datetime import date

from stepwell.reasoning.apply import apply
from stepwell.records.types import Record
from tests.cases.answering import YES, answered, taps
from tests.cases.harness import pathway

ON = date(2026, 1, 5)
PLAIN_BUTTOCK_PAIN = YES | {"buttock-pain", "worse-sitting", "prolonged-sitting"}
MOST_TAPS = 25


def test_a_new_adult_reaches_the_first_treatment_in_25_taps():
    """Age and sex are asked too; no flag; pain in the buttock that sitting makes worse. Pages come as they are asked."""
    record, count, first = Record(None, None, (), ()), 0, []
    while not first:
        plan = apply(pathway(), record, ON)
        first = [one.id for one in plan.recommendations if one.kind == "load" and one.status == "recommended"]
        if not first:
            count += taps(plan.questions[0], PLAIN_BUTTOCK_PAIN)
            record = answered(record, plan.questions[0], pathway(), ON, yes=PLAIN_BUTTOCK_PAIN)
    assert "conservative-care" in first
    assert count <= MOST_TAPS
    print(f"{count} taps to {', '.join(first)}")
