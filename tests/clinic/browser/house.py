"""`python -m tests.clinic.browser.house HOME PORT`: the demo's clinics, served as in production, with a session for each account.

Lives here: filling a home, signing everybody in, serving; and starting and ending that in a process of its own. Lives elsewhere: who is
in the demo (stepwell/clinic/operations/demo.py), opening pages (conftest.py, screenshots.py, benchmarks/clinic_lighthouse.py).
"""

import contextlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[3]
MINUTES = 60
"""For how long the sessions count as having just begun."""
ADMIN = "grace.oduya@example.org"
KEYS = "priya.castellan@example.org"
"""Has a passkey, an app that makes codes, recovery codes and a password."""
UNCONFIRMED = "not.confirmed@example.org"
"""Has not confirmed the address yet."""
PASSWORD = "a quiet stair down to water"


@dataclass(frozen=True)
class House:
    """What is served.

    address   where
    home      its folder; messages are in `mail`
    sessions  the session cookie of each account, by its e-mail address
    episodes  the id of each person's episode, by the person's id in the demo
    persons   the id of each person, likewise
    users     the id of each account, by its e-mail address
    secrets   `invitation`, the end of a link; `passkey`, the number of a passkey
    """

    address: str
    home: Path
    sessions: dict[str, str]
    episodes: dict[str, str]
    persons: dict[str, str]
    users: dict[str, str]
    secrets: dict[str, str]


@contextlib.contextmanager
def opened() -> Iterator[House]:
    """A house in a process of its own, in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="stepwell-browser-") as home, _log() as log:
        served = subprocess.Popen(
            [sys.executable, "-m", "tests.clinic.browser.house", home, str(_free_port())],
            cwd=ROOT,
            env=_environment(),
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        try:
            yield _read(served, log)
        finally:
            served.terminate()
            served.wait(20)
            served.stdout.close()


def _log():
    return tempfile.TemporaryFile("w+", prefix="stepwell-browser-log-")


def _read(served, log) -> House:
    line = served.stdout.readline()
    if not line.startswith("{"):
        served.wait()
        log.seek(0)
        raise RuntimeError(f"The clinic did not start: {log.read()[-3000:]}")
    told = json.loads(line)
    return House(**{**told, "home": Path(told["home"])})


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def _environment() -> dict[str, str]:
    """Ours, without what another test set for the clinic."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("STEPWELL_")}
    return {**kept, "PYTHONPATH": str(ROOT / "src"), "DJANGO_SETTINGS_MODULE": "stepwell.clinic.settings"}


def main(home: str, port: int) -> None:
    """Fill the home, say on one line what is there, and serve until SIGTERM."""
    from stepwell.clinic.operations import ready
    from stepwell.clinic.operations.supervisor import Supervisor, listening

    address = f"http://localhost:{port}"
    os.environ.update(STEPWELL_HOME=home, STEPWELL_MODE="demo", STEPWELL_ADDRESS=address)
    taken = listening("127.0.0.1", port)
    ready.set_up()
    ready.migrate()
    ready.collect_files()
    told = {"address": address, "home": home, **_fill()}
    ready.let_go()
    Supervisor(taken, workers=1).run(ready=lambda: print(json.dumps(told), flush=True))


def _fill() -> dict[str, dict[str, str]]:
    from datetime import UTC, datetime

    from stepwell.clinic.operations.demo import load_demo
    from tests.clinic.selfcare.made import alone_in, with_the_year_only

    house = load_demo(datetime.now(UTC).date())
    far = next(one for one in house.staff.values() if one.role == "administrator" and one.user.email != ADMIN)
    year = with_the_year_only(house.staff["ruth.adeyemi@example.org"])
    alone, door = alone_in(far.clinic, by=far)
    patients = {f"{name}@patient": one for name, one in {**house.patients, **alone}.items()}
    everybody = {**house.staff, **patients}
    return {
        "secrets": {**_secrets(house.staff), "self-care": door},
        "sessions": {email: _session(one) for email, one in everybody.items()},
        "users": {email: str(one.user_id) for email, one in everybody.items()},
        "episodes": {name: str(one.pk) for name, one in {**house.episodes, "year-only": year}.items()},
        "persons": {name: str(one.person_id) for name, one in house.episodes.items()},
    }


def _secrets(staff) -> dict[str, str]:
    """An invitation; and somebody who has everything by which one can sign in."""
    from allauth.account.models import EmailAddress
    from allauth.mfa.models import Authenticator
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    from stepwell.clinic.accounts.services import invite, user_of

    admin = staff[ADMIN]
    _, secret = invite(admin.clinic, email="new.colleague@example.org", role="physiotherapist", by=admin)
    user = staff[KEYS].user
    user.set_password(PASSWORD)
    user.save()
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)
    key = Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data=_passkey())
    EmailAddress.objects.filter(user=user_of(UNCONFIRMED, password=PASSWORD)).update(verified=False)
    return {"invitation": secret, "passkey": str(key.pk)}


def _passkey() -> dict[str, object]:
    """A passkey as it is kept; there is no device that could use it."""
    from cryptography.hazmat.primitives.asymmetric import ec
    from fido2 import webauthn
    from fido2.cose import ES256

    public = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    credential = webauthn.AttestedCredentialData.create(bytes(16), b"made-up-passkey-", public)
    seen = webauthn.AuthenticatorData.FLAG.UP | webauthn.AuthenticatorData.FLAG.AT
    answered = webauthn.AuthenticatorAttestationResponse(
        client_data=webauthn.CollectedClientData.create("webauthn.create", bytes(32), "http://localhost"),
        attestation_object=webauthn.AttestationObject.create(
            "none", webauthn.AuthenticatorData.create(bytes(32), seen, 0, credential), {}
        ),
    )
    made = webauthn.RegistrationResponse(raw_id=b"made-up-passkey-", response=answered)
    return {"name": "Phone", "credential": json.loads(json.dumps(dict(made), default=dict))}


def _session(member) -> str:
    """The cookie of somebody who has just signed in, in that clinic and role."""
    from django.test import Client

    client = Client()
    client.force_login(member.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["membership"] = str(member.pk)
    until = time.time() + MINUTES * 60
    record = {"method": "code", "at": until, "email": member.user.email, "reauthenticated": True}
    session["account_authentication_methods"] = [record]
    session["account_authentication_methods_user"] = str(member.user_id)
    session.save()
    return client.cookies["session"].value


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
