"""Who may open which page: every address as every role and as nobody, against the table in `access_table.py`."""

import uuid

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from stepwell.clinic.accounts.access import access_of
from stepwell.clinic.accounts.models import Role
from tests.clinic.access_table import TABLE
from tests.clinic.conftest import new_episode, opened

KEPT_AWAY = {302, 401, 403, 404}


def pages(resolver=None, prefix=""):
    """Every address of the clinic: its route, its name, its view."""
    for one in (resolver or get_resolver()).url_patterns:
        route = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from pages(one, route)
        elif isinstance(one, URLPattern):
            yield route, one.name, one.callback


def filled(route, episode):
    """A route with ids in it, so that it can be opened."""
    parts = []
    for part in route.replace("^", "").replace("$", "").split("/"):
        if part == "<uuid:episode>":
            parts.append(str(episode.pk))
        elif part.startswith("<uuid:"):
            parts.append(str(uuid.uuid4()))
        elif part.startswith("<int:"):
            parts.append("1")
        elif part.startswith("<") or part.startswith("(?P<"):
            parts.append("nothing-of-this-name")
        else:
            parts.append(part)
    return "/" + "/".join(parts)


def test_the_table_names_every_page_and_no_other():
    assert {name for _, name, _ in pages() if access_of(_view(name), name)} == set(TABLE)


def _view(wanted):
    return next(view for _, name, view in pages() if name == wanted)


def test_the_table_says_what_the_view_says():
    said = {name: access_of(view, name) for _, name, view in pages()}
    assert {name: one.words for name, one in said.items() if one} == TABLE


KEPT = sorted({route for route, name, _ in pages() if TABLE.get(name) != "anybody"})


@pytest.mark.parametrize("route", KEPT)
def test_nobody_opens_a_page_that_is_not_for_everybody(db, route):
    client = Client()
    for method in (client.get, client.post):
        assert method(filled(route, _Nobody)).status_code in KEPT_AWAY


class _Nobody:
    pk = uuid.uuid4()


@pytest.mark.parametrize("role", list(Role))
def test_a_role_opens_what_the_table_gives_it_and_nothing_else(role, member, episode, browse):
    client = browse(member(role))
    wrong = []
    for route, name, _ in pages():
        given = TABLE.get(name, "")
        if given in ("anybody", "signed-in"):
            continue
        answers = {
            method: getattr(client, method)(filled(route, episode)).status_code for method in ("get", "post")
        }
        if str(role) not in given.split() and not set(answers.values()) <= KEPT_AWAY:
            wrong.append((name, answers))
        if max(answers.values()) >= 500:
            wrong.append((name, answers))
    assert wrong == []


@pytest.mark.parametrize("role", [Role.PHYSIOTHERAPIST, Role.PHYSICIAN, Role.ADMINISTRATOR])
def test_another_clinic_is_not_there(role, member, browse, db):
    other = opened("Elsewhere")
    theirs = new_episode(other.clinic, None, name="Somebody Else")
    client = browse(member(role))
    about = [(route, name) for route, name, _ in pages() if "<uuid:episode>" in route]
    assert about
    for route, name in about:
        for method in (client.get, client.post):
            answer = method(filled(route, theirs))
            assert answer.status_code in {403, 404, 405}, name
            assert b"Somebody Else" not in answer.content


def test_a_page_that_says_nothing_of_who_may_open_it_is_refused(settings, clinic, browse):
    settings.ROOT_URLCONF = "tests.clinic.silent_page"
    assert browse(clinic).get("/silent/").status_code == 403
