"""The page of reminders: what is set, what is refused in words, testing it, and what the clinic allows."""

import pytest
from django.core import mail
from django.urls import reverse

from stepwell.clinic.accounts.models import Role
from stepwell.clinic.audit.models import Event
from stepwell.clinic.reminders.models import Delivery, Phone, PushAllowed, Reminding
from tests.clinic.answers import words
from tests.clinic.conftest import new_episode
from tests.clinic.reminders.world import AUTH, place_at

pytestmark = pytest.mark.django_db
PLACE = "/reminders/"


def told(**changed):
    """What a person fills in."""
    return {
        "route": "mail",
        "every": "1",
        "at": "18:30",
        "zone": "Europe/Madrid",
        "quiet_from": "21:00",
        "quiet_until": "08:00",
    } | changed


def test_nothing_is_sent_before_somebody_asks_for_it(nadia, browse):
    page = browse(nadia).get(PLACE)
    assert "Nothing was sent yet" in words(page)
    assert 'value="UTC"' in page.content.decode()
    assert not Reminding.objects.exists()


def test_what_is_set_is_kept_and_audited(nadia, browse):
    client = browse(nadia)
    assert client.post(PLACE, told(again="on")).url == PLACE
    found = Reminding.objects.get()
    assert (found.route, f"{found.at:%H:%M}", found.zone, found.again) == (
        "mail",
        "18:30",
        "Europe/Madrid",
        True,
    )
    assert Event.objects.get(action="reminders.set").detail == {"route": "mail"}
    assert 'value="18:30"' in client.get(PLACE).content.decode()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"at": "22:00"}, "This time is in your quiet hours"),
        ({"zone": "Madrid"}, "There is no such time zone"),
        ({"at": "25:99"}, "Enter a valid time"),
        ({"route": "pigeon"}, "Select a valid choice"),
        ({"route": "push"}, "Turn it on for this phone first"),
        ({"every": "0"}, "Select a valid choice"),
        ({"zone": "\x00"}, "Null characters are not allowed"),
        ({"quiet_from": ""}, "This field is required"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(nadia, browse, changed, said):
    page = browse(nadia).post(PLACE, told(**changed))
    assert said in words(page)
    assert not Reminding.objects.exists()


def test_a_test_is_sent_now_and_the_page_says_when(reminded, browse):
    client = browse(reminded)
    page = client.post(reverse("reminder_test"), follow=True)
    assert "It is on its way" in words(page)
    assert "Last sent on" in words(page)
    assert mail.outbox[0].subject == "Time for your plan"
    assert "This is a test" in mail.outbox[0].body


def test_a_test_is_no_reminder_and_only_some_a_day_are_sent(reminded, browse):
    client = browse(reminded)
    for _ in range(7):
        page = client.post(reverse("reminder_test"), follow=True)
    assert "many tests today" in words(page)
    assert Delivery.objects.filter(kind="test").count() == 5


def test_a_test_without_a_way_says_so(nadia, browse):
    assert "Choose a way" in words(browse(nadia).post(reverse("reminder_test"), follow=True))


def test_push_is_off_until_the_clinic_allows_it(nadia, clinic, browse):
    patient, admin = browse(nadia), browse(clinic)
    assert "Turn on for this phone" not in words(patient.get(PLACE))
    assert patient.post(reverse("reminder_phone"), {"endpoint": "x"}).status_code == 403
    admin.post(reverse("push_setting"), {"do": "allow"})
    assert PushAllowed.objects.get().by == clinic
    assert "Turn on for this phone" in words(patient.get(PLACE))
    admin.post(reverse("push_setting"), {"do": "end"})
    assert not PushAllowed.objects.exists()
    assert Event.objects.filter(action__startswith="push.").count() == 2


def test_a_phone_is_added_and_dropped(nadia, clinic, browse, service, browser_key):
    browse(clinic).post(reverse("push_setting"), {"do": "allow"})
    client, place = browse(nadia), vars(place_at(service, browser_key))
    client.post(reverse("reminder_phone"), place)
    client.post(reverse("reminder_phone"), place)
    assert Phone.objects.count() == 1
    client.post(PLACE, told(route="push"))
    assert Reminding.objects.get().route == "push"
    assert "It is on its way" in words(client.post(reverse("reminder_test"), follow=True))
    assert len(service.taken) == 1
    client.post(reverse("reminder_phone"), {"do": "drop"})
    assert not Phone.objects.exists()
    assert Reminding.objects.get().route == ""


def test_a_phone_that_two_people_use_is_of_the_last_one(
    nadia, clinic, member, physio, browse, service, browser_key
):
    browse(clinic).post(reverse("push_setting"), {"do": "allow"})
    other = member(Role.PATIENT, email="other@example.org")
    theirs = new_episode(clinic.clinic, physio, user=other.user, name="Other Person")
    place = vars(place_at(service, browser_key))
    browse(nadia).post(reverse("reminder_phone"), place)
    browse(other).post(reverse("reminder_phone"), place)
    assert Phone.objects.get().person == theirs.person


def test_another_address_than_that_of_a_push_service_is_refused(nadia, clinic, browse):
    browse(clinic).post(reverse("push_setting"), {"do": "allow"})
    answer = browse(nadia).post(
        reverse("reminder_phone"),
        {"endpoint": "https://10.0.0.1/x", "p256dh": "x", "auth": AUTH},
        follow=True,
    )
    assert "cannot be reached by push" in words(answer)
    assert not Phone.objects.exists()


def test_the_calendar_address_is_shown_once(nadia, browse):
    client = browse(nadia)
    assert "/calendar/" in client.post(reverse("reminder_calendar")).content.decode()
    assert "/calendar/" not in client.get(PLACE).content.decode().replace("/reminders/calendar/", "")
