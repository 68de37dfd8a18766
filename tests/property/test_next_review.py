"""The next review is the first day on which time alone changes a status, staleness aside: not earlier, not later."""

from datetime import timedelta

from stepwell.reasoning.apply import apply, judge_record
from tests.agreement.lines import NOW, TODAY
from tests.property.trying import always, finds, generator

AHEAD = 200
"""How many days are looked over where the plan names no review."""
DAYS = 8


def misdated_reviews(record, rng):
    """Days before the review on which a status has changed already, or a review on which none does."""
    seen = record.as_of(NOW)
    review = apply(generator().pathway, seen, TODAY).next_review
    today = _statuses(seen, TODAY)
    wrong = [day for day in _days_before(review, rng) if _statuses(seen, day) != today]
    idle = review is not None and _statuses(seen, review) == today
    return sorted(f"changes on {day}, review on {review}" for day in wrong) + ["nothing changes"] * idle


def _days_before(review, rng):
    """The eve of the review, and some days before it."""
    count = AHEAD if review is None else (review - TODAY).days - 1
    chosen = {count, *(rng.randint(1, count) for _ in range(DAYS))} if count > 0 else ()
    return [TODAY + timedelta(days=day) for day in chosen]


def _statuses(record, day):
    """Statuses by id. What has to be asked and what needs time is one here: a review cannot tell them apart."""
    judged = judge_record(generator().pathway, record, day, staleness=False).by_id
    return {name: one.status.replace("undetermined", "ask-first") for name, one in judged.items()}


def test_the_next_review_is_the_first_day_of_change():
    always(misdated_reviews, records=300)


def test_a_review_that_looks_only_at_decisions_is_found(monkeypatch):
    monkeypatch.setattr("stepwell.reasoning.apply.value_days", lambda *_: set())
    assert finds(misdated_reviews)
