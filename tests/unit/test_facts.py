"""Which observation counts: freshness, sides, flags that stand, exits that are settled and reopen."""

from datetime import date

from stepwell.reasoning.apply import apply, judge_record
from stepwell.records.bounds import Bounds, exactly
from tests.unit.small_knowledge import facts, pathway, record

FLAG = "on: 2026-02-01, finding: flag, value: yes"
NO_FLAG = "on: 2026-02-20, finding: flag, value: no"
SORE = "on: 2026-02-01, finding: sore, value: yes"


def test_an_old_value_is_not_known_any_more():
    old = "on: 2026-02-01, finding: pain, value: 7"
    assert facts(pathway(), old, on="2026-02-15").values["pain"] == exactly(7)
    assert facts(pathway(), old, on="2026-02-16").values["pain"] == Bounds(0, 10)


def test_a_flags_no_goes_stale_and_its_yes_stands():
    assert facts(pathway(), NO_FLAG, on="2026-04-01").values["flag"] is None
    assert facts(pathway(), FLAG, on="2027-04-01").values["flag"] is True


def test_a_later_no_does_not_take_a_flag_away():
    assert facts(pathway(), FLAG, NO_FLAG).values["flag"] is True


def test_a_later_no_counts_once_a_clinician_has_settled_the_exit():
    settled = "on: 2026-02-10, finding: away, value: excluded, by: clinician"
    assert facts(pathway(), FLAG, settled, NO_FLAG).values["flag"] is False


def test_not_sure_is_not_known_or_yes_where_the_finding_says_so():
    found = facts(
        pathway(),
        "on: 2026-02-28, finding: numb, value: not-sure",
        "on: 2026-02-28, finding: sore, value: not-sure",
    )
    assert found.values["numb"] is True
    assert found.values["sore"] is None


def test_a_value_of_the_other_side_does_not_count():
    left = "on: 2026-02-28, finding: sore, value: yes, side: left"
    assert facts(pathway(), left).values["sore"] is None
    assert facts(pathway(), left, side="left").values["sore"] is True


def test_the_other_side_can_be_read():
    found = pathway("both: {title: Both, type: yes-no, derive: {all: [sore, {other_side: sore}]}}\n")
    left, right = (
        "on: 2026-02-28, finding: sore, value: yes, side: left",
        "on: 2026-02-28, finding: sore, value: yes, side: right",
    )
    assert facts(found, right).values["both"] is None
    assert facts(found, left, right).values["both"] is True


def status(found, *lines, on="2026-03-01", of="away"):
    """The status of one intervention."""
    return judge_record(found, record(found, *lines), date.fromisoformat(on)).by_id[of].status


def test_an_exit_is_open_until_it_is_settled_and_a_later_yes_reopens_it():
    settled = "on: 2026-02-10, finding: away, value: explained, by: clinician"
    again = "on: 2026-02-25, finding: flag, value: yes"
    assert status(pathway(), FLAG, SORE) == "recommended"
    assert status(pathway(), FLAG, SORE, settled) == "not-indicated"
    assert status(pathway(), FLAG, SORE, settled, again) == "recommended"


def test_only_a_flag_reopens_a_settled_exit():
    settled = "on: 2026-02-10, finding: away, value: explained, by: clinician"
    assert (
        status(pathway(), FLAG, SORE, settled, "on: 2026-02-25, finding: sore, value: yes") == "not-indicated"
    )


def test_accepting_or_overriding_does_not_settle_an_exit():
    for event in ("accepted", "overridden, reason: busy", "declined"):
        assert (
            status(pathway(), FLAG, SORE, f"on: 2026-02-10, finding: away, value: {event}") == "recommended"
        )


def test_an_open_exit_halts_treatment_and_pauses_load_under_way():
    started = "on: 2026-01-01, finding: walk, value: started"
    assert status(pathway(), FLAG, SORE, of="needle") == "held"
    assert status(pathway(), FLAG, SORE, started, of="walk") == "paused"


def test_a_flag_that_nobody_asked_about_is_asked_first():
    assert status(pathway(), SORE, of="walk") == "ask-first"
    assert status(pathway(), SORE, "on: 2026-02-28, finding: flag, value: no", of="walk") == "recommended"


def test_what_was_done_may_be_advised_again_after_its_interval():
    clear = ("on: 2026-02-28, finding: flag, value: no", SORE)
    done = "on: 2026-01-01, finding: needle, value: done"
    assert status(pathway(), *clear, done, of="needle") == "done"
    assert (
        status(pathway(), *clear, "on: 2025-12-01, finding: needle, value: done", of="needle")
        == "recommended"
    )


def test_no_more_than_so_many_in_a_year():
    clear = ("on: 2026-02-28, finding: flag, value: no", SORE)
    three = [f"on: 2025-{month}-01, finding: needle, value: done" for month in ("05", "08", "11")]
    assert status(pathway(), *clear, *three, of="needle") == "done"
    assert status(pathway(), *clear, *three[1:], of="needle") == "recommended"


def test_declined_holds_until_its_date():
    clear = ("on: 2026-02-28, finding: flag, value: no", SORE)
    declined = "on: 2026-02-01, finding: walk, value: declined, until: 2026-02-15"
    assert status(pathway(), *clear, declined, on="2026-02-28", of="walk") == "recommended"
    assert status(pathway(), *clear, declined.replace("-15", "-28"), on="2026-02-28", of="walk") == "declined"


def test_the_next_review_is_the_first_day_on_which_a_status_changes():
    found = pathway(
        'long-enough: {title: Long enough, type: yes-no, derive: "days >= {forty}"}\n'
        "days: {title: Days, type: number, unit: d, range: [0, 36500], changes_by: time, derive: {days_on: [walk]}}\n",
        later="{id: later, title: Later, step: one, kind: review, indicated: long-enough}",
    )
    lines = (SORE, "on: 2026-02-28, finding: flag, value: no", "on: 2026-02-01, finding: walk, value: started",
             "on: 2026-02-28, finding: treatment-history, value: yes")  # fmt: skip
    plan = apply(found, record(found, *lines), date(2026, 3, 1))
    assert plan.next_review == date(2026, 3, 13)
    later = next(one for one in plan.recommendations if one.id == "later")
    assert later.status == "not-indicated"
    assert [(change.by, change.on) for change in later.changes_if] == [("time", date(2026, 3, 13))]


def test_ask_again_by_is_the_day_on_which_an_answer_goes_stale():
    found = pathway()
    plan = apply(found, record(found, "on: 2026-02-28, finding: pain, value: 3"), date(2026, 3, 1))
    assert plan.ask_again_by == date(2026, 3, 15)


def test_a_preferred_option_leads_its_choice_and_changes_no_status():
    drops = "{id: drops, title: Drops, step: one, kind: review, choice: pick, rank: 1, indicated: sore, prefer: [{when: numb, option: tablets}]}"
    tablets = "{id: tablets, title: Tablets, step: one, kind: review, choice: pick, rank: 2, indicated: sore}"
    found = pathway(drops=drops, tablets=tablets)

    def order(*lines):
        plan = apply(found, record(found, SORE, *lines), date(2026, 3, 1))
        return [one.id for one in plan.recommendations if one.choice], {
            one.status for one in plan.recommendations if one.choice
        }

    assert order() == (["drops", "tablets"], {"recommended"})
    assert order("on: 2026-02-28, finding: numb, value: yes") == (["tablets", "drops"], {"recommended"})
