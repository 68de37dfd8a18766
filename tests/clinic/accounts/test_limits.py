"""How often somebody may fail, from where, and for how long that is kept."""

from datetime import timedelta

import pytest
from allauth.account import app_settings
from allauth.core.internal import ratelimit
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from stepwell.clinic.accounts.models import STAFF, Role
from stepwell.clinic.operations.tasks import expire
from tests.clinic.accounts.world import SENTENCE, sign_in
from tests.clinic.answers import words
from tests.clinic.conftest import new_episode

HERE, ELSEWHERE = "198.51.100.7", "203.0.113.9"
OFTEN = 40


def at(place):
    """A browser at an address of the network."""
    return Client(REMOTE_ADDR=place)


def test_failing_elsewhere_locks_nobody_out(ada):
    """Neither the count of allauth, which each worker keeps, nor that of axes, which the database keeps, goes by the account alone."""
    for _ in range(OFTEN):
        sign_in(at(ELSEWHERE), ada.user.email, "wrong wrong wrong")
    assert sign_in(at(ELSEWHERE), ada.user.email, SENTENCE).status_code != 302
    assert sign_in(at(HERE), ada.user.email, SENTENCE).status_code == 302


def test_failing_at_many_places_locks_nobody_out_either(ada):
    for number in range(OFTEN):
        sign_in(at(f"203.0.113.{number + 10}"), ada.user.email, "wrong wrong wrong")
    assert sign_in(at(HERE), ada.user.email, SENTENCE).status_code == 302


def test_asking_for_codes_elsewhere_does_not_keep_a_code_from_who_signs_in(ada):
    for _ in range(OFTEN):
        at(ELSEWHERE).post(reverse("account_request_login_code"), {"email": ada.user.email})
    before = len(mail.outbox)
    assert sign_in(at(HERE), ada.user.email).url == reverse("account_confirm_login_code")
    assert len(mail.outbox) == before + 1


def test_who_fails_here_is_locked_out_here(ada):
    for _ in range(OFTEN):
        sign_in(at(HERE), ada.user.email, "wrong wrong wrong")
    assert sign_in(at(HERE), ada.user.email, SENTENCE).status_code != 302


def test_allauth_still_asks_for_the_key_of_which_the_place_is_a_part(ada, monkeypatch):
    asked = []

    def consume(*_given, **named):
        asked.append(named.get("key") or "")
        return ratelimit.RateLimitUsage([])

    monkeypatch.setattr(ratelimit, "consume", consume)
    sign_in(at(ELSEWHERE), ada.user.email, "wrong wrong wrong")
    sign_in(at(ELSEWHERE), ada.user.email)
    keyed = [one for one in asked if ada.user.email in one]
    assert len(keyed) >= 2
    assert all(one.endswith(f"{ada.user.email}:{ELSEWHERE}") for one in keyed)


def test_too_many_requests_are_refused_and_help_still_opens(clinic, physio, member, browse):
    """Sign-ins and codes from one place are limited; who has signed in at the same place gets help all the same."""
    patient = member(Role.PATIENT, email="nadia@example.org")
    new_episode(clinic.clinic, physio, user=patient.user)
    phone = browse(patient)
    statuses = [
        sign_in(at("127.0.0.1"), f"x{number}@example.org", "wrong").status_code for number in range(OFTEN)
    ]
    assert statuses[-1] == 429
    for _ in range(OFTEN):
        answer = at("127.0.0.1").post(reverse("account_request_login_code"), {"email": "x@example.org"})
    assert "Too many failed login attempts" in words(answer)
    helped = phone.get(reverse("get_help"))
    assert helped.status_code == 200
    assert "112" in words(helped)


def test_every_way_of_signing_in_has_a_limit():
    assert {"login", "login_failed", "request_login_code", "reset_password"} <= set(app_settings.RATE_LIMITS)
    assert all(
        app_settings.RATE_LIMITS[name]
        for name in ("login", "login_failed", "request_login_code", "reset_password")
    )


def test_failed_sign_ins_are_forgotten(ada):
    sign_in(at(ELSEWHERE), "a password in the wrong field", "wrong wrong wrong")
    sign_in(at(ELSEWHERE), ada.user.email, "wrong wrong wrong")
    sign_in(at(HERE), ada.user.email, SENTENCE)
    tables = (AccessAttempt, AccessFailureLog, AccessLog)
    kept = [table.objects.count() for table in tables]
    assert kept[0] + kept[1] >= 1
    expire.call()
    assert [table.objects.count() for table in tables] == kept
    for table in tables:
        table.objects.update(attempt_time=timezone.now() - timedelta(days=91))
    expire.call()
    assert [table.objects.count() for table in tables] == [0, 0, 0]


@pytest.mark.parametrize("role", STAFF)
def test_no_role_sees_what_was_typed_at_a_failed_sign_in(role, member, browse):
    cache.clear()
    sign_in(at(ELSEWHERE), "hunter2-in-the-wrong-field", "wrong wrong wrong")
    client = browse(member(role))
    for name in ("audit", "administration", "members", "persons", "caseload", "home"):
        assert b"hunter2" not in client.get(reverse(name), follow=True).content, name
