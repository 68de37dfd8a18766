"""Passkeys in a real browser."""

import json
import subprocess
import sys

from tests.clinic.accounts.world import (
    CHROMIUM,
    WALK,
)


def test_a_passkey_is_made_by_invitation_and_signs_in_alone(served):
    """The whole way on a phone: the link of the first administrator, a passkey, signing out, and signing in with nothing else.

    The browser runs in a process of its own, since it and Django do not share a thread.
    """
    address, link = served
    walked = subprocess.run(
        [sys.executable, "-c", WALK, address, link, str(CHROMIUM)],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert walked.returncode == 0, walked.stderr[-2000:]
    seen, wrong = json.loads(walked.stdout)
    assert seen == {
        "codes": 10,
        "signed in": "Harbour not open yet",
        "fresh": "Invite a member",
        "key": "Phone",
        "renamed": "Desk",
        "unverified": "The passkey did not work. Try again, or sign in by e-mail.",
    }
    assert wrong == []
