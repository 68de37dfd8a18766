"""What the tests of this folder share."""


def user_has_a_passkey(user):
    """Whatever the key is: that there is one."""
    from allauth.mfa.models import Authenticator

    Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={})


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
