"""When somebody is reminded: one a day, in their own zone, at most one more, never in quiet hours."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from stepwell.clinic.reminders.due import due, is_quiet
from stepwell.clinic.reminders.models import Delivery, Reminding

MADRID = "Europe/Madrid"
DAY = date(2026, 11, 10)


def at(hour, minute=0, day=10):
    """A time in Madrid in winter, which is one hour ahead."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC) - timedelta(hours=1)


def settings(**more):
    told = {"route": "mail", "at": time(18), "zone": MADRID, "quiet_from": time(21), "quiet_until": time(8)}
    return Reminding(**{**told, **more})


def sent(when, kind="reminder", day=DAY):
    return Delivery(at=when, day=day, kind=kind, route="mail")


def kind_of(found, now, *before):
    is_due = due(found, now, before)
    return is_due.kind if is_due else None


@pytest.mark.parametrize(
    ("hour", "minute", "kind"),
    [(17, 59, None), (18, 0, "reminder"), (20, 59, "reminder"), (21, 0, None), (23, 0, None)],
)
def test_it_comes_at_the_picked_time_or_a_little_late(hour, minute, kind):
    assert kind_of(settings(), at(hour, minute)) == kind


def test_the_day_is_that_of_the_persons_zone():
    found = settings(zone="Pacific/Auckland", at=time(9))
    assert due(found, datetime(2026, 11, 9, 20, 5, tzinfo=UTC), ()).day == date(2026, 11, 10)


def test_on_the_day_the_clocks_change_it_still_comes_at_the_picked_time():
    summer = settings(at=time(9), quiet_until=time(7))
    assert kind_of(summer, datetime(2026, 10, 24, 7, 0, tzinfo=UTC)) == "reminder"
    assert kind_of(summer, datetime(2026, 10, 25, 7, 59, tzinfo=UTC)) is None
    assert kind_of(summer, datetime(2026, 10, 25, 8, 0, tzinfo=UTC)) == "reminder"


def test_one_a_day():
    assert kind_of(settings(), at(18, 30), sent(at(18))) is None
    assert kind_of(settings(), at(20, 30), sent(at(18))) is None


def test_once_more_where_the_person_wants_that_and_never_a_third():
    found = settings(again=True)
    assert kind_of(found, at(19, 59), sent(at(18))) is None
    assert kind_of(found, at(20, 0), sent(at(18))) == "again"
    assert kind_of(found, at(20, 30), sent(at(20), "again"), sent(at(18))) is None


def test_the_second_does_not_come_in_the_quiet_hours():
    assert kind_of(settings(again=True, at=time(20)), at(22), sent(at(20))) is None


def test_put_off_by_an_hour_it_comes_in_an_hour_and_then_no_more():
    found = settings(later_at=at(19, 10))
    assert kind_of(found, at(19, 9), sent(at(18))) is None
    assert kind_of(found, at(19, 10), sent(at(18))) == "again"
    assert kind_of(found, at(19, 30), sent(at(19, 10), "again"), sent(at(18))) is None


def test_put_off_yesterday_says_nothing_of_today():
    assert kind_of(settings(later_at=at(19, 10, day=9)), at(18)) == "reminder"


def test_a_day_that_was_left_out():
    assert kind_of(settings(not_on=DAY), at(18)) is None
    assert kind_of(settings(not_on=DAY - timedelta(1)), at(18)) == "reminder"


def test_every_other_day():
    found = settings(every=2)
    assert kind_of(found, at(18), sent(at(18, day=9), day=DAY - timedelta(1))) is None
    assert kind_of(found, at(18), sent(at(18, day=8), day=DAY - timedelta(2))) == "reminder"


@pytest.mark.parametrize(
    ("hour", "quiet"), [(21, True), (23, True), (0, True), (7, True), (8, False), (20, False)]
)
def test_quiet_hours_go_across_midnight(hour, quiet):
    assert is_quiet(settings(), time(hour)) == quiet


def test_quiet_hours_within_a_day():
    found = settings(quiet_from=time(13), quiet_until=time(15))
    assert [is_quiet(found, time(hour)) for hour in (12, 13, 14, 15)] == [False, True, True, False]
