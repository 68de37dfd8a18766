"""The audit as its readers see it: who did and who read what, narrowed, exported, and whether it holds."""

import csv
from datetime import UTC, datetime

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.db import connection
from django.http import HttpRequest
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from stepwell.clinic.accounts.models import Role
from stepwell.clinic.accounts.services import give_role, user_of
from stepwell.clinic.audit import verify as verifying
from stepwell.clinic.audit.models import Event, Head
from stepwell.clinic.audit.services import note
from stepwell.clinic.audit.verify import verify_and_note
from stepwell.clinic.audit.views import PAGE
from stepwell.clinic.audit.words import action_words, detail_words
from stepwell.clinic.episodes.linking import Author
from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.persons import open_person
from stepwell.clinic.episodes.sealed import Identity
from stepwell.clinic.episodes.services import add_entry
from tests.clinic.conftest import new_episode, opened

IMMEDIATE = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture
def auditor_member(member):
    """Somebody who reads the audit."""
    return member(Role.AUDITOR)


@pytest.fixture
def auditor(auditor_member, browse):
    """A browser in which the auditor has signed in."""
    return browse(auditor_member)


@pytest.fixture
def confirmed(auditor, auditor_member):
    """The same, a moment after the auditor has signed in again."""
    request = HttpRequest()
    request.session = auditor.session
    record_authentication(request, auditor_member.user, method="password", reauthenticated=True)
    request.session.save()
    return auditor


def text_of(answer):
    return answer.content.decode()


def shown(answer):
    """The numbers of the events on a page, in their order."""
    return [row.number for row in answer.context["rows"]]


def test_the_newest_event_comes_first_in_words(auditor, episode, physio):
    note("patient.read", by=physio, subject=episode.pk)
    answer = auditor.get(reverse("audit"))
    first = answer.context["rows"][0]
    assert (first.did, first.who, first.role) == (
        "Opened a record",
        "Some physiotherapist",
        "Physiotherapist",
    )
    assert reverse("audit_record", args=[episode.pk]) in text_of(answer)


def test_names_of_patients_are_never_shown(auditor, clinic, physio):
    user = user_of("nadia@example.org", name="Nadia Petrova")
    patient = give_role(user, clinic.clinic, Role.PATIENT, by=clinic)
    theirs = new_episode(clinic.clinic, physio, user=user)
    note("patient.read", by=physio, subject=theirs.pk)
    note("check-in.made", by=patient, subject=theirs.pk)
    for place in (reverse("audit"), reverse("audit_record", args=[theirs.pk])):
        text = text_of(auditor.get(place))
        assert "Nadia" not in text
        assert "nadia@" not in text
        assert f"Patient {str(user.pk)[:8]}" in text


def test_an_action_without_words_of_its_own_is_shown_as_it_is():
    assert action_words("exam.signed-late") == "Exam: signed late"
    assert action_words("seen") == "Seen"


def test_what_else_is_kept_is_one_line():
    assert detail_words({"role": "physician", "ok": True, "n": [1, 2], "of_all": 0, "none": ""}) == (
        "role physician; ok yes; n 1, 2; of all 0"
    )


def test_it_is_narrowed_by_who_what_about_what_and_when(auditor, clinic, physio, episode):
    old = datetime(2026, 10, 1, 12, tzinfo=UTC)
    note("patient.read", by=physio, subject=episode.pk, at=old)
    note("patient.read", by=clinic, subject="something")
    note("role.given", by=clinic, subject=episode.pk)
    by_physio = auditor.get(reverse("audit"), {"who": physio.user_id})
    assert {row.who for row in by_physio.context["rows"]} == {"Some physiotherapist"}
    reads = auditor.get(reverse("audit"), {"action": "patient.read"})
    assert len(shown(reads)) == 2
    about = auditor.get(reverse("audit"), {"subject": str(episode.pk)})
    assert {row.did for row in about.context["rows"]} == {
        "Opened a record",
        "Gave a role",
        "Opened an episode",
    }
    on_that_day = auditor.get(reverse("audit"), {"since": "2026-10-01", "until": "2026-10-01"})
    assert [row.when for row in on_that_day.context["rows"]] == [old]
    both = auditor.get(reverse("audit"), {"who": physio.user_id, "action": "role.given"})
    assert shown(both) == []
    assert "Nothing fits" in text_of(both)


def test_the_days_are_those_of_the_clinic(auditor, clinic, physio):
    clinic.clinic.time_zone = "Pacific/Auckland"
    clinic.clinic.save()
    late = note("patient.read", by=physio, subject="x", at=datetime(2026, 10, 1, 20, tzinfo=UTC))
    assert shown(auditor.get(reverse("audit"), {"since": "2026-10-02", "until": "2026-10-02"})) == [
        late.number
    ]


def test_pages_have_a_hundred_events_and_lead_to_earlier_ones(auditor, physio):
    for _ in range(PAGE + 20):
        note("patient.read", by=physio, subject="x")
    first = auditor.get(reverse("audit"), {"action": "patient.read"})
    assert len(shown(first)) == PAGE
    second = auditor.get(reverse("audit") + "?" + first.context["older"])
    assert len(shown(second)) == 20
    assert max(shown(second)) == min(shown(first)) - 1
    assert not second.context["older"]
    assert "action=patient.read" in first.context["older"]


def test_a_page_takes_few_queries_however_many_events_there_are(auditor, episode, physio):
    for _ in range(PAGE):
        note("patient.read", by=physio, subject=episode.pk)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        auditor.get(reverse("audit"))
    assert len(asked) <= 15


def test_another_clinic_is_not_in_it(auditor):
    other = opened("Elsewhere")
    theirs = new_episode(other.clinic, None, name="Somebody Else")
    note("patient.read", by=other, subject=theirs.pk)
    assert "Elsewhere" not in text_of(auditor.get(reverse("audit")))
    assert shown(auditor.get(reverse("audit"), {"subject": str(theirs.pk)})) == []
    assert auditor.get(reverse("audit_record", args=[theirs.pk])).status_code == 404


def test_a_record_of_the_clinic_that_nobody_opened_says_so(auditor, clinic):
    untouched = Episode.objects.create(
        person=open_person(clinic.clinic, Identity("Some One", 1980)), side="left"
    )
    assert "Nobody has opened it" in text_of(auditor.get(reverse("audit_record", args=[untouched.pk])))


def test_who_read_a_record_is_counted_for_each_reader(auditor, clinic, physio, episode):
    for _ in range(3):
        note("patient.read", by=physio, subject=episode.pk)
    note("person.erased", by=clinic, subject=episode.pk)
    rows = auditor.get(reverse("audit_record", args=[episode.pk])).context["readers"]
    assert (rows[0].who, rows[0].did, rows[0].times) == ("Some physiotherapist", "Opened a record", 3)
    assert ("admin@harbour.example.org", "Erased a person", 1) in [
        (one.who, one.did, one.times) for one in rows
    ]


def test_the_export_asks_to_sign_in_again_first(auditor):
    answer = auditor.get(reverse("audit_export"), {"action": "patient.read"})
    assert answer.status_code == 302
    assert "reauthenticate" in answer["Location"]
    assert not Event.objects.filter(action="audit.exported").exists()


def test_the_export_holds_what_fits_and_is_an_event_itself(confirmed, clinic, physio, episode):
    note("patient.read", by=physio, subject=episode.pk)
    note("role.given", by=clinic, subject="=HYPERLINK(1)")
    answer = confirmed.get(reverse("audit_export"), {"who": clinic.user_id})
    assert answer["Content-Disposition"] == 'attachment; filename="audit.csv"'
    rows = list(csv.DictReader(b"".join(answer.streaming_content).decode().splitlines()))
    assert {row["who"] for row in rows} == {"admin@harbour.example.org"}
    assert rows[0]["subject"] == "'=HYPERLINK(1)"
    noted = Event.objects.get(action="audit.exported")
    assert noted.detail == {"filters": {"who": str(clinic.user_id)}}


def test_the_export_can_be_narrowed_by_everything(confirmed, episode):
    filters = {
        "action": "episode.opened",
        "subject": str(episode.pk),
        "since": "2026-01-01",
        "until": "2100-01-01",
    }
    answer = confirmed.get(reverse("audit_export"), filters)
    assert len(b"".join(answer.streaming_content).splitlines()) == 2
    assert Event.objects.get(action="audit.exported").detail == {"filters": filters}


@pytest.mark.parametrize(
    "filters",
    [
        {"who": "nobody-of-this-name"},
        {"since": "yesterday", "until": "2026-13-40"},
        {"since": "2026-10-02", "until": "2026-10-01"},
        {"before": "-1"},
        {"before": "99999999999999999999"},
        {"before": "x"},
        {"subject": "\x00" * 300},
        {"action": "<script>"},
        {"since": "0001-01-01", "until": "9999-12-31"},
    ],
)
def test_filters_that_cannot_be_read_are_said_at_their_field(confirmed, filters):
    for name in ("audit", "audit_export"):
        answer = confirmed.get(reverse(name), filters)
        assert answer.status_code == 200
        if "0001-01-01" not in filters.values():
            assert "<script>" not in text_of(answer)


def test_that_nobody_has_verified_is_said(auditor):
    assert "Nobody has verified yet" in text_of(auditor.get(reverse("audit")))


def test_it_is_verified_on_demand_and_the_outcome_is_shown(auditor, settings, physio, episode):
    add_entry(episode, "note", by=Author.of(physio), text="as it was")
    settings.TASKS = IMMEDIATE
    answer = auditor.post(reverse("audit_verify"), follow=True)
    assert "Nothing was changed" in text_of(answer)
    Head.objects.filter(pk__startswith="episode:").update(count=3)
    answer = auditor.post(reverse("audit_verify"), follow=True)
    assert "Something was changed" in text_of(answer)
    assert "it is not as it was written" in text_of(answer)


def test_an_outcome_that_the_audit_cannot_take_any_more_is_still_given_and_logged(episode, caplog):
    """Where the head of the audit itself was put back, nothing can be written behind it."""
    verifying.LOG.addHandler(caplog.handler)
    Head.objects.filter(pk__startswith="audit:").update(count=1)
    outcome = verify_and_note()
    assert any("it is not as it was written" in one for one in outcome.words)
    verifying.LOG.removeHandler(caplog.handler)
    assert "cannot be written" in caplog.text


def test_who_treats_does_not_see_the_audit(browse, physio):
    assert browse(physio).get(reverse("audit")).status_code == 403
