"""Who and what the tests of this folder begin with."""

import os
import socket
import subprocess
import sys

import pytest
from django.core.cache import cache

from tests.clinic.accounts.world import (
    SENTENCE,
    SERVE,
    _until_it_answers,
)


@pytest.fixture(autouse=True)
def signing_in(settings):
    """The form that takes an address with or without a password, and attempts that count for an address."""
    settings.ACCOUNT_FORMS = {
        "login": "stepwell.clinic.accounts.forms.SignInForm",
        "request_login_code": "stepwell.clinic.accounts.forms.CodeForm",
    }
    settings.AXES_USERNAME_CALLABLE = "stepwell.clinic.accounts.adapter.name_of_attempt"
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def ada(clinic):
    """An administrator who has a password."""
    clinic.user.set_password(SENTENCE)
    clinic.user.save()
    return clinic


@pytest.fixture
def served(tmp_path):
    """A clinic that was just founded, on a server of its own: its address, and the link for its administrator."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://localhost:{port}"
    home = {"STEPWELL_HOME": str(tmp_path), "STEPWELL_MODE": "test", "STEPWELL_ADDRESS": address}
    log = (tmp_path / "log").open("w")
    server = subprocess.Popen(
        [sys.executable, "-c", SERVE.replace("{port}", str(port))],
        env={**{k: v for k, v in os.environ.items() if not k.startswith("STEPWELL_")}, **home},
        stdout=subprocess.PIPE,
        stderr=log,
        text=True,
    )
    try:
        link = server.stdout.readline().strip()
        _until_it_answers(f"{address}/alive/")
        yield address, link
    finally:
        server.terminate()
        server.wait(20)
        server.stdout.close()
        log.close()
