"""Who gets what of the JSON face."""

import uuid

import pytest
from django.test import Client
from ninja import Router

from stepwell.clinic.accounts.models import Role
from stepwell.clinic.api.guarded import GuardedAPI
from tests.clinic.api.world import PATIENT_PAGES, STAFF_PAGES, post
from tests.clinic.conftest import new_episode, opened


@pytest.mark.parametrize("page", [*STAFF_PAGES, *PATIENT_PAGES, "/api/openapi.json"])
def test_signed_out_it_says_so_in_json(page, db):
    answer = Client().get(page.format(uuid.uuid4()))
    assert (answer.status_code, answer["Content-Type"], answer.json()) == (
        401,
        "application/json",
        {"error": "Sign in."},
    )


@pytest.mark.parametrize("page", STAFF_PAGES)
@pytest.mark.parametrize("role", [Role.PATIENT, Role.ADMINISTRATOR, Role.AUDITOR, Role.SAFETY_OFFICER])
def test_who_does_not_treat_gets_nothing_of_staff(page, role, member, episode, browse):
    answer = browse(member(role)).get(page.format(episode.pk))
    assert (answer.status_code, answer.json()) == (403, {"error": "Not allowed."})


def test_another_clinic_is_not_there_and_is_told_so_before_the_body_is_read(physio, browse):
    theirs = new_episode(opened("Elsewhere").clinic, None)
    client = browse(physio)
    for answer in (
        client.get(f"/api/people/{theirs.pk}/plan"),
        post(client, f"/api/people/{theirs.pk}/entries", {}),
    ):
        assert (answer.status_code, answer.json()) == (404, {"error": "Not found."})


def test_a_patient_without_an_open_episode_has_no_plan(patient, browse):
    assert browse(patient).get("/api/today").status_code == 404


def test_a_clinic_that_is_not_open_answers_in_json(clinic, physio, browse):
    clinic.clinic.numbers_checked_on = None
    clinic.clinic.save()
    answer = browse(physio).get("/api/caseload")
    assert (answer.status_code, answer.json()) == (403, {"error": "Not allowed."})


def test_a_forged_request_is_refused(patient, hers):
    client = Client(enforce_csrf_checks=True)
    client.force_login(patient.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = post(client, "/api/events", {"events": []})
    assert (answer.status_code, answer.json()) == (403, {"error": "Not allowed."})
    assert post(client, "/api/events", {"events": []}).status_code == 403


@pytest.mark.parametrize(
    ("method", "page"), [("post", "/api/today"), ("get", "/api/events"), ("head", "/api/today")]
)
def test_another_method_is_refused_as_a_problem(method, page, patient, hers, browse):
    answer = getattr(browse(patient), method)(page)
    assert answer.status_code == 405
    assert answer["Content-Type"] == "application/problem+json"


def test_an_address_that_is_not_there_is_no_page(patient, browse):
    answer = browse(patient).get("/api/nothing")
    assert (answer.status_code, answer.json()) == (404, {"error": "Not found."})


def test_an_operation_that_says_nothing_of_who_may_use_it_stops_the_program():
    silent = Router()

    @silent.get("/silent")
    def silent_operation(request):
        return {}

    api = GuardedAPI(urls_namespace="silent", openapi_url=None, docs_url=None)
    api.add_router("", silent)
    with pytest.raises(Exception, match=r"silent_operation does not say who may use it\. Write @allowed"):
        list(api.patterns())
