"""The JSON face under made-up requests: whatever is sent, the answer is one that the description knows, and never a fault of ours."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from stepwell.clinic.accounts.models import Role
from stepwell.clinic.api.urls import described
from stepwell.clinic.episodes.linking import Author
from stepwell.clinic.episodes.services import add_entry
from tests.clinic.conftest import new_episode

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES = 30
MADE_UP = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def schema():
    """The description, and the application that answers. It keeps the connection in whose transaction the test is, as Django's own client does."""
    found = schemathesis.openapi.from_dict(described())
    found.app = get_wsgi_application()
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield found
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def people(member, physio, clinic):
    """A patient with a record, and who asks."""
    patient = member(Role.PATIENT, email="nadia@example.org")
    episode = new_episode(clinic.clinic, physio, user=patient.user)
    add_entry(episode, "visit", [{"finding": "worst-pain", "value": 6}], by=Author.of(physio))
    return {Role.PHYSIOTHERAPIST: physio, Role.PATIENT: patient, "episode": episode}


ALLOWED = {
    Role.PHYSIOTHERAPIST: {"/api/caseload", "/api/people/{episode}/plan", "/api/people/{episode}/record"},
    Role.PATIENT: {"/api/today", "/api/events"},
}
"""Where a request that fits the description is answered with what was asked for."""
TOKEN = "a" * 32
"""A token of forms: it stands in the cookie and in the header, as the page has it."""


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize("role", [Role.PHYSIOTHERAPIST, Role.PATIENT])
def test_every_answer_is_one_that_the_description_knows(role, mode, schema, people, browse):
    cookies = {"session": browse(people[role]).cookies["session"].value, "csrf": TOKEN}
    answered = {}
    for result in schema.get_all_operations():
        operation = result.ok()
        known = {"episode": str(people["episode"].pk)} if "{episode}" in operation.path else None
        given_known = known if mode is GenerationMode.POSITIVE or operation.method == "post" else None
        strategy = operation.as_strategy(mode, path_parameters=given_known)
        answered[operation.path] = _answers(strategy, cookies)
    assert all(answered.values())
    if mode is GenerationMode.POSITIVE:
        assert {path for path, statuses in answered.items() if 200 in statuses} >= ALLOWED[role]
    others = {path for one, paths in ALLOWED.items() if one != role for path in paths}
    assert all(200 not in answered[path] for path in others)


def _answers(strategy, cookies):
    """The statuses with which requests were answered; an answer that the description does not know fails the test."""
    statuses = set()

    @MADE_UP
    @given(case=strategy)
    def answered(case):
        headers = {
            "X-CSRFToken": TOKEN,
            "Accept-Encoding": "identity",
        }  # nothing in between unpacks an answer here
        response = case.call(cookies=cookies, headers=headers)
        case.validate_response(response, checks=CHECKS)
        statuses.add(response.status_code)

    answered()
    return statuses
