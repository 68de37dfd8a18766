"""The clinic's own affairs: setting up, members, people, keeping, export, consent."""

import re
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

import stepwell
from stepwell.clinic.accounts.models import Acceptance, Clinic, Invitation, Membership, Role
from stepwell.clinic.accounts.services import found_clinic, invite, user_of
from stepwell.clinic.administration import first
from stepwell.clinic.administration.consent import consents_of
from stepwell.clinic.administration.factor import has_factor
from stepwell.clinic.administration.texts import FOLDER, intended_use
from stepwell.clinic.audit.models import Event
from stepwell.clinic.episodes.models import Episode, Person
from stepwell.clinic.episodes.services import Author, add_entry, entries_of
from stepwell.records.reader import parse_record
from tests.clinic.conftest import new_episode, opened

RECORDS, OF = "account_authentication_methods", "account_authentication_methods_user"
"""Where allauth keeps in the session how somebody proved who they are."""


@pytest.fixture
def proven(browse):
    """A browser in which a member has just proved again who they are: `proven(clinic)`."""

    def signed_in(membership, *, ago=0):
        client = browse(membership)
        session = client.session
        session[RECORDS] = [{"method": "password", "at": time.time() - ago, "reauthenticated": True}]
        session[OF] = str(membership.user_id)
        session.save()
        return client

    return signed_in


@pytest.fixture
def real(settings):
    """The same clinic, for real people."""
    from dataclasses import replace

    settings.HOME = replace(settings.HOME, mode="production")


def text(answer):
    """The words of a page, with single spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


# Setting up


def test_a_clinic_is_founded_by_one_call_and_its_link_signs_in_once(db):
    link = first.found("Harbour", "ada@harbour.example.org")
    secret = link.rstrip("/").rpartition("/")[2]
    assert len(secret) >= 32
    client = Client()
    page = client.get(reverse("invitation", args=[secret]))
    assert "Harbour invites you" in text(page)
    answer = client.post(reverse("invitation", args=[secret]), {"name": "Ada Sample", "password": ""})
    assert answer.url == reverse("second_factor")
    assert text(client.get(reverse("administration"))).count("not open yet") == 1
    assert Membership.objects.get().user.name == "Ada Sample"
    again = Client().get(reverse("invitation", args=[secret]))
    assert again.status_code == 404
    assert "This link cannot be used" in text(again)


def test_the_intended_use_of_the_package_is_that_of_the_documentation():
    documented = Path(stepwell.__file__).parents[2] / "docs" / "safety" / "intended-use.md"
    assert (FOLDER / "intended_use.md").read_text(encoding="utf-8") == documented.read_text(encoding="utf-8")


def test_the_intended_use_is_shown_whole(clinic, browse):
    said = text(browse(clinic).get(reverse("intended_use")))
    for words in ("It does not prescribe", "Adult patient, invited by the clinic", "What you accept"):
        assert words in said
    assert "**" not in said
    assert "|" not in said


def test_a_clinic_for_real_people_opens_only_when_an_administrator_accepted_the_intended_use(
    clinic, physio, episode, browse, real
):
    page = reverse("consent", args=[episode.pk])
    user_has_a_passkey(clinic.user)
    user_has_a_passkey(physio.user)
    version = {"version": intended_use().version, "read": "yes"}
    browse(physio).post(reverse("intended_use"), version)
    assert not Clinic.objects.get().open
    assert browse(physio).get(page).url == reverse("not_open")
    browse(clinic).post(reverse("intended_use"), version)
    assert Clinic.objects.get().open
    assert Acceptance.objects.count() == 2
    assert browse(physio).get(page).status_code == 200


def user_has_a_passkey(user):
    """Whatever the key is: that there is one."""
    from allauth.mfa.models import Authenticator

    Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={})


@pytest.mark.parametrize("sent", [{}, {"version": "7", "read": "yes"}, {"version": "x"}, {"read": "yes"}])
def test_it_is_not_accepted_by_half(clinic, browse, sent):
    browse(clinic).post(reverse("intended_use"), sent)
    assert not Acceptance.objects.exists()


def numbers(**changed):
    """What an administrator types for the United Kingdom."""
    told = {
        "emergency": "999",
        "urgent_advice": "111",
        "crisis": "",
        "checked_on": "2026-11-02",
        "confirmed": "on",
    }
    return told | changed


@pytest.fixture
def unset(db):
    """A clinic that nobody has set up, with its administrator."""
    admin = found_clinic("Quay", administrator="admin@quay.example.org")
    admin.user.name = "Ada Sample"
    admin.user.save()
    return admin


def test_the_numbers_of_a_country_are_shown_as_recalled_and_are_typed(unset, browse):
    client = browse(unset)
    page = client.get(reverse("numbers", args=["GB"]))
    assert "Recalled, unchecked: 999 or 112" in text(page)
    assert 'value="999' not in page.content.decode()
    answer = client.post(reverse("numbers", args=["gb"]), numbers(checked_by=str(unset.user_id)))
    assert answer.url == reverse("setup")
    clinic = Clinic.objects.get()
    assert (clinic.country, clinic.emergency, clinic.urgent_advice, clinic.crisis) == ("GB", "999", "111", "")
    assert (clinic.numbers_checked_by_id, clinic.numbers_checked_on) == (unset.user_id, date(2026, 11, 2))
    assert clinic.open
    event = Event.objects.get(action="clinic.numbers-checked")
    assert event.detail["numbers"]["emergency"] == "999"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"emergency": ""}, "This field is required"),
        ({"emergency": "nine nine nine"}, "There is no number in it"),
        ({"checked_on": "2999-01-01"}, "This day is still to come"),
        ({"checked_on": "yesterday"}, "Enter a valid date"),
        ({"confirmed": ""}, "This field is required"),
        ({"checked_by": "somebody"}, "Select a valid choice"),
    ],
)
def test_nothing_opens_by_numbers_that_nobody_vouches_for(unset, browse, changed, said):
    told = numbers(**({"checked_by": str(unset.user_id)} | changed))
    page = browse(unset).post(reverse("numbers", args=["GB"]), told)
    assert said in text(page)
    assert not Clinic.objects.get().open


def test_a_country_that_the_knowledge_does_not_list_has_no_recalled_numbers(unset, browse):
    client = browse(unset)
    assert client.get(reverse("country"), {"country": "nl"}).url == reverse("numbers", args=["NL"])
    assert "No numbers of this country are known here" in text(client.get(reverse("numbers", args=["NL"])))
    assert client.get(reverse("numbers", args=["1!"])).url == reverse("country")


def test_name_zone_and_years_are_changed_and_audited(clinic, browse):
    client = browse(clinic)
    client.post(
        reverse("setup"),
        {"part": "clinic", "name": "Harbour Hip", "phone": "1", "time_zone": "Europe/Madrid"},
    )
    client.post(reverse("setup"), {"part": "keeping", "retention_years": "20"})
    changed = Clinic.objects.get()
    assert (changed.name, changed.time_zone, changed.retention_years) == ("Harbour Hip", "Europe/Madrid", 20)
    assert Event.objects.filter(action="clinic.changed").count() == 2


@pytest.mark.parametrize(
    "sent",
    [
        {"part": "clinic", "name": "", "time_zone": "UTC"},
        {"part": "clinic", "name": "x" * 500, "time_zone": "UTC"},
        {"part": "clinic", "name": "x", "time_zone": "../etc/passwd"},
        {"part": "keeping", "retention_years": "-1"},
        {"part": "keeping", "retention_years": "10000000000000000000000"},
        {"part": "nothing"},
        {},
    ],
)
def test_settings_that_make_no_sense_change_nothing(clinic, browse, sent):
    assert browse(clinic).post(reverse("setup"), sent).status_code == 200
    assert Clinic.objects.get().name == "Harbour"
    assert Clinic.objects.get().retention_years == 8


# A passkey before a real patient


@pytest.fixture
def guarded(settings):
    """The check that staff have a passkey is on."""
    wanted = "stepwell.clinic.administration.factor.SecondFactor"
    if wanted not in settings.MIDDLEWARE:
        place = settings.MIDDLEWARE.index("stepwell.clinic.middleware.DenyByDefault") + 1
        settings.MIDDLEWARE = [*settings.MIDDLEWARE[:place], wanted, *settings.MIDDLEWARE[place:]]


def test_staff_of_a_real_clinic_are_asked_for_a_passkey_before_they_see_anybody(
    clinic, physio, episode, browse, real, guarded
):
    page = reverse("consent", args=[episode.pk])
    clinic.clinic.intended_use = 1
    clinic.clinic.save()
    client = browse(physio)
    assert client.get(page).url == reverse("second_factor")
    assert "Add a passkey first" in text(client.get(reverse("second_factor")))
    assert not has_factor(physio.user)
    user_has_a_passkey(physio.user)
    assert client.get(page).status_code == 200


def test_a_demo_asks_for_none(physio, episode, browse, guarded):
    assert browse(physio).get(reverse("consent", args=[episode.pk])).status_code == 200


# Members


def test_who_did_not_just_prove_who_they_are_is_asked_to(clinic, physio, episode, browse, proven):
    pages = [
        (clinic, reverse("invite")),
        (clinic, reverse("roles", args=[physio.user_id])),
        (clinic, reverse("erase", args=[episode.person_id])),
        (physio, reverse("export", args=[episode.pk])),
    ]
    for who, place in pages:
        for client in (browse(who), proven(who, ago=301)):
            for method in (client.get, client.post):
                answer = method(place, {"typed": "Nadia Petrova", "file": "json"})
                assert answer.status_code == 302
                assert answer.url.startswith("/accounts/")
        assert proven(who).get(place).status_code == 200
    assert Person.objects.get().erased_at is None


def test_an_invitation_is_sent_with_a_subject_that_says_nothing_and_joins_once(clinic, proven):
    client = proven(clinic)
    told = {"name": "Ruth Sample", "email": "Ruth@example.org", "role": "physiotherapist"}
    assert client.post(reverse("invite"), told).url == reverse("members")
    (message,) = mail.outbox
    assert message.subject == "Stepwell: you have an invitation"
    assert message.to == ["ruth@example.org"]
    link = re.search(r"http\S+", message.body)[0]
    assert "ruth@example.org" in text(client.get(reverse("members")))
    joining = Client()
    place = "/" + link.split("/", 3)[3]
    assert joining.get(place)["Referrer-Policy"] == "same-origin"
    joining.post(place, {"name": "Ruth Sample", "password": "a long enough sentence"})
    member = Membership.objects.get(role=Role.PHYSIOTHERAPIST)
    assert (member.user.name, member.clinic) == ("Ruth Sample", clinic.clinic)
    assert joining.get(reverse("intended_use")).status_code == 200
    assert joining.get(place).status_code == 404
    assert [one.action for one in Event.objects.filter(action__startswith="invitation")] == [
        "invitation.used",
        "invitation.made",
    ]


@pytest.mark.parametrize("secret", ["x", "../..", "a" * 900, "%00", "ü"])
def test_a_link_that_was_never_made_looks_like_one_that_is_too_old(clinic, secret, db):
    _, old = invite(
        clinic.clinic,
        email="old@example.org",
        role=Role.PHYSICIAN,
        by=clinic,
        now=timezone.now() - timedelta(days=8),
    )
    pages = [Client().get(f"/invitation/{one}/") for one in (old, secret)]
    assert [one.status_code for one in pages] == [404, 404]


def test_a_second_invitation_ends_the_first(clinic):
    _, earlier = invite(clinic.clinic, email="r@example.org", role=Role.PHYSICIAN, by=clinic)
    _, later = invite(clinic.clinic, email="r@example.org", role=Role.PHYSICIAN, by=clinic)
    assert Client().get(reverse("invitation", args=[earlier])).status_code == 404
    assert Client().get(reverse("invitation", args=[later])).status_code == 200


def test_an_invitation_does_not_sign_in_to_an_account_that_is_in_use(clinic, member):
    used = member(Role.PHYSICIAN)
    used.user.last_login = timezone.now()
    used.user.save()
    password = used.user.password
    _, secret = invite(clinic.clinic, email=used.user.email, role=Role.AUDITOR, by=clinic)
    client = Client()
    answer = client.post(
        reverse("invitation", args=[secret]), {"name": "Mallory", "password": "a long enough sentence"}
    )
    assert answer.url == reverse("account_login")
    assert "_auth_user_id" not in client.session
    used.user.refresh_from_db()
    assert (used.user.name, used.user.password) == ("Some physician", password)
    assert Membership.objects.current().filter(user=used.user).count() == 2


def test_a_weak_password_is_refused_in_words(clinic):
    _, secret = invite(clinic.clinic, email="r@example.org", role=Role.PHYSICIAN, by=clinic)
    page = Client().post(reverse("invitation", args=[secret]), {"name": "Ruth", "password": "password"})
    assert "This password is too short" in text(page)
    assert Invitation.objects.get().used_at is None


def test_invitation_pages_are_opened_only_so_often(clinic):
    from django.core.cache import cache

    cache.clear()
    codes = [Client().get("/invitation/guess/").status_code for _ in range(22)]
    assert codes[:20] == [404] * 20
    assert codes[20:] == [429, 429]
    cache.clear()


def test_where_mail_cannot_be_sent_there_is_no_invitation(clinic, proven, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "localhost", 9
    told = {"name": "Ruth", "email": "ruth@example.org", "role": "physician"}
    page = proven(clinic).post(reverse("invite"), told)
    assert "The message could not be sent" in text(page).replace("the message", "The message")
    assert not Invitation.objects.filter(expires_at__gt=timezone.now()).exists()


def test_a_role_is_given_and_ended_but_the_last_administrator_stays(clinic, physio, proven):
    client = proven(clinic)
    roles = reverse("roles", args=[physio.user_id])
    client.post(roles, {"do": "add", "role": "administrator"})
    assert Membership.objects.current().filter(user=physio.user).count() == 2
    second = Membership.objects.get(user=physio.user, role=Role.ADMINISTRATOR)
    client.post(roles, {"do": "end", "end": str(second.pk)})
    assert Membership.objects.current().filter(user=physio.user).count() == 1
    page = client.post(
        reverse("roles", args=[clinic.user_id]), {"do": "end", "end": str(clinic.pk)}, follow=True
    )
    assert "This is the last administrator" in text(page)
    assert Membership.objects.current().filter(pk=clinic.pk).exists()


def test_the_members_of_another_clinic_are_not_there(clinic, proven):
    other = opened("Elsewhere")
    theirs = new_episode(other.clinic, None, name="Somebody Else")
    invitation, _ = invite(other.clinic, email="x@example.org", role=Role.PHYSICIAN, by=other)
    client = proven(clinic)
    for place in (
        reverse("roles", args=[other.user_id]),
        reverse("erase", args=[theirs.person_id]),
        reverse("invite_person", args=[theirs.person_id]),
    ):
        assert client.get(place).status_code == 404
        assert client.post(place, {"typed": "Somebody Else", "reason": "retention"}).status_code == 404
    assert client.post(reverse("withdraw_invitation", args=[invitation.pk])).status_code == 404
    for name in ("members", "persons", "retention"):
        assert "lsewhere" not in text(client.get(reverse(name))).replace("Somebody Else", "lsewhere")


# People


def test_a_person_is_invited_to_their_own_pages(clinic, physio, episode, proven):
    place = reverse("invite_person", args=[episode.person_id])
    proven(physio).post(place, {"email": "nadia@example.org"})
    (message,) = mail.outbox
    assert "Nadia" not in message.body
    secret = re.search(r"/invitation/([^/]+)/", message.body)[1]
    client = Client()
    assert "Your name" not in text(client.get(reverse("invitation", args=[secret])))
    client.post(reverse("invitation", args=[secret]), {"password": ""})
    person = Person.objects.get()
    assert person.user.email == "nadia@example.org"
    assert person.user.name == ""
    assert Episode.objects.of_patient(person.user).count() == 1
    assert client.get(reverse("home")).url == reverse("today")


def test_an_account_is_of_one_person_of_a_clinic(clinic, physio, episode):
    other = new_episode(clinic.clinic, physio, name="Peter Sample", user=user_of("p@example.org"))
    assert other.person.user is not None
    _, secret = invite(
        clinic.clinic, email="p@example.org", role=Role.PATIENT, by=clinic, person=episode.person
    )
    page = Client().post(reverse("invitation", args=[secret]), {"password": ""})
    assert "This account or this person is linked already" in text(page)
    assert Person.objects.get(pk=episode.person_id).user is None
    assert Invitation.objects.get().used_at is None


def test_the_list_of_people_says_who_they_are_and_that_it_was_opened(clinic, episode, browse):
    client = browse(clinic)
    assert "Nadia Petrova born 1992" in text(client.get(reverse("persons")))
    assert "Nobody has this name" in text(client.get(reverse("persons"), {"find": "zz", "page": "-3"}))
    assert Event.objects.filter(action="persons.listed").count() == 2


def test_a_person_is_erased_only_when_their_name_is_typed(clinic, physio, episode, proven):
    client = proven(clinic)
    place = reverse("erase", args=[episode.person_id])
    page = client.post(place, {"typed": "Nadia", "reason": "asked-by-person"})
    assert "This is not the name above" in text(page)
    assert Person.objects.get().erased_at is None
    client.post(place, {"typed": " nadia  petrova", "reason": "asked-by-person"})
    assert Person.objects.get().erased_at is not None
    assert client.get(place).status_code == 404
    assert Event.objects.get(action="person.erased").detail["reason"] == "asked-by-person"


def test_who_was_kept_long_enough_is_listed(clinic, physio, episode, browse):
    client = browse(clinic)
    assert "Nobody is kept too long" in text(client.get(reverse("retention")))
    Episode.objects.update(closed_at=datetime(2018, 1, 5, tzinfo=UTC))
    said = text(client.get(reverse("retention")))
    assert "1 kept long enough" in said
    assert "Nadia Petrova" in said
    Episode.objects.update(closed_at=timezone.now())
    assert "Nobody is kept too long" in text(client.get(reverse("retention")))


# Export and consent


def test_a_record_is_exported_as_a_file_that_is_read_back_and_audited(clinic, physio, episode, proven):
    from stepwell.clinic.pathway import pathway_of

    add_entry(episode, "visit", [{"finding": "worst-pain", "value": 6}], by=Author.of(physio))
    add_entry(episode, "note", by=Author.of(physio), text="ring on Monday")
    client = proven(physio)
    place = reverse("export", args=[episode.pk])
    written = client.post(place, {"file": "yaml"})
    assert written["Content-Disposition"].startswith('attachment; filename="record-')
    record = parse_record(written.content.decode(), pathway_of(clinic.clinic), name="export")
    assert [one.finding for one in record.observations] == ["worst-pain"]
    assert "Nadia" not in written.content.decode()
    everything = client.post(place, {"file": "json"}).json()
    assert everything["person"]["name"] == "Nadia Petrova"
    assert [one["kind"] for one in everything["entries"]] == ["visit", "note"]
    assert Event.objects.filter(action="record.exported").count() == 2
    assert yaml.safe_load(written.content)["schema"] == "stepwell-record/1"


def test_consent_is_written_in_its_version_and_taken_back(physio, episode, browse):
    client = browse(physio)
    place = reverse("consent", args=[episode.pk])
    assert "Nothing is written down yet" in text(client.get(place))
    client.post(place, {"said": "given", "seen": "0"})
    client.post(place, {"said": "given", "seen": "0"})
    client.post(place, {"said": "withdrawn", "seen": "1"})
    client.post(place, {"said": "anything", "seen": "x", "key": "x"})
    said = consents_of(entries_of(episode))
    assert [(one.said, one.version, one.holds) for one in said] == [
        ("given", 1, True),
        ("withdrawn", 1, False),
    ]
    assert "Took it back" in text(client.get(place))


GARBAGE = [
    {},
    {"do": "end"},
    {"do": "add", "role": "patient"},
    {"do": "end", "end": "\x00"},
    {"email": "x" * 5000, "name": "\x00", "role": "king"},
    {"typed": "\x00" * 10, "reason": "\ud800".encode("utf-8", "replace").decode()},
    {"membership": "z" * 32},
    {"file": "exe", "said": "x"},
]


@pytest.mark.parametrize("sent", GARBAGE)
def test_no_form_fails_on_garbage(clinic, physio, episode, proven, sent):
    admin, treats = proven(clinic), proven(physio)
    for place in (
        reverse("setup"),
        reverse("country"),
        reverse("numbers", args=["GB"]),
        reverse("intended_use"),
        reverse("invite"),
        reverse("roles", args=[physio.user_id]),
        reverse("erase", args=[episode.person_id]),
        reverse("invite_person", args=[episode.person_id]),
        reverse("choose_clinic"),
        reverse("import"),
    ):
        assert admin.post(place, sent).status_code < 500
    for place in (reverse("export", args=[episode.pk]), reverse("consent", args=[episode.pk])):
        assert treats.post(place, sent).status_code < 500
