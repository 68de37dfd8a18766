"""Push: only the person's browser can read it, it is signed by this installation, and no other address is ever asked."""

import base64
import json
from datetime import time, timedelta

import http_ece
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from stepwell.clinic.keeping.ring import keyring
from stepwell.clinic.reminders import services, webpush
from stepwell.clinic.reminders.models import Delivery, Phone
from stepwell.clinic.reminders.sending import send_due
from stepwell.clinic.reminders.webpush import (
    NotReached,
    Place,
    encrypted,
    padless,
    public_key,
    send,
    unpadded,
)
from tests.clinic.reminders.conftest import NOW
from tests.clinic.reminders.world import AUTH, Service, place_at


def read_by(key, body):
    """What the browser reads, by another implementation of the standard."""
    return json.loads(
        http_ece.decrypt(body, private_key=key, auth_secret=unpadded(AUTH), version="aes128gcm")
    )


def test_the_vector_of_the_standard():
    """RFC 8291, appendix A."""
    receiver = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
    number = int.from_bytes(unpadded("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"), "big")
    body = encrypted(
        b"When I grow up, I want to be a watermelon",
        Place("", receiver, "BTBZMqHH6r4Tts7J_aSIgg"),
        key=ec.derive_private_key(number, ec.SECP256R1()),
        salt=unpadded("DGv6ra1nlYgDCS1FRnbzlw"),
    )
    assert padless(body) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6Tlz"
        "AC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


def test_only_the_browser_reads_it(service, browser_key):
    send(place_at(service, browser_key), {"title": "Time for your plan"})
    ((path, headers, body),) = service.taken
    assert path == "/push/1"
    assert b"plan" not in body
    assert read_by(browser_key, body) == {"title": "Time for your plan"}
    assert headers["Content-Encoding"] == "aes128gcm"
    assert int(headers["TTL"]) > 0


def signed(headers):
    """The claims of the token, once the signature holds under the key beside it."""
    token, key = (
        part.split("=", 1)[1] for part in headers["Authorization"].removeprefix("vapid ").split(", ")
    )
    head, claims, signature = token.split(".")
    raw = unpadded(signature)
    numbers = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), unpadded(key))
    public.verify(numbers, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
    return json.loads(unpadded(claims)), key


def test_it_is_signed_for_this_service_and_for_some_hours(service, browser_key):
    send(place_at(service, browser_key), {}, now=1_800_000_000)
    claims, key = signed(service.taken[0][1])
    assert claims["aud"] == service.address
    assert claims["exp"] == 1_800_000_000 + 12 * 3600
    assert claims["sub"].startswith("mailto:")
    assert key == public_key()


def test_a_signature_of_another_installation_does_not_hold(service, browser_key):
    send(place_at(service, browser_key), {})
    headers = service.taken[0][1]
    token, _, _key = headers["Authorization"].partition(", ")
    other = padless(
        ec.generate_private_key(ec.SECP256R1())
        .public_key()
        .public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    )
    with pytest.raises(InvalidSignature):
        signed({"Authorization": f"{token}, k={other}"})


def test_the_key_is_of_the_installation_and_there_again_after_a_restart():
    first = public_key()
    webpush.signing_key.cache_clear()
    assert public_key() == first
    assert len(unpadded(first)) == 65
    assert keyring().wrapping not in unpadded(first)


@pytest.mark.parametrize(
    ("endpoint", "known"),
    [
        ("https://fcm.googleapis.com/fcm/send/abc", True),
        ("https://updates.push.services.mozilla.com/wpush/v2/abc", True),
        ("https://web.push.apple.com/abc", True),
        ("https://db5p.notify.windows.com/w/?token=abc", True),
        ("http://fcm.googleapis.com/fcm/send/abc", False),
        ("https://fcm.googleapis.com.example.org/abc", False),
        ("https://evilfcm.googleapis.com.example.org/", False),
        ("https://xfcm.googleapis.com/", False),
        ("https://user@fcm.googleapis.com/", False),
        ("https://fcm.googleapis.com:8443/", False),
        ("https://10.0.0.1/", False),
        ("https://[::1/", False),
        ("file:///etc/passwd", False),
        ("", False),
    ],
)
def test_no_address_but_that_of_a_push_service_is_asked(browser_key, endpoint, known):
    place = place_at(type("One", (), {"address": ""}), browser_key, "")
    assert Place(endpoint, place.p256dh, AUTH).known() == known


def test_for_real_people_not_even_loopback_is_asked(service, browser_key, settings):
    from dataclasses import replace

    settings.HOME = replace(settings.HOME, mode="production")
    with pytest.raises(NotReached) as wrong:
        send(place_at(service, browser_key), {})
    assert wrong.value.why == "unknown-service"
    assert service.taken == []


@pytest.mark.parametrize(
    ("p256dh", "auth"), [("", AUTH), ("!", AUTH), ("BAAA", AUTH), (None, "short"), ("é", AUTH)]
)
def test_keys_that_are_none_are_refused(service, browser_key, p256dh, auth):
    place = place_at(service, browser_key)
    assert not Place(place.endpoint, place.p256dh if p256dh is None else p256dh, auth).known()


@pytest.mark.parametrize(
    ("status", "gone"), [(410, True), (404, True), (429, False), (500, False), (302, False)]
)
def test_a_refusal_says_whether_the_browser_is_gone(service, browser_key, status, gone):
    service.status = status
    with pytest.raises(NotReached) as wrong:
        send(place_at(service, browser_key), {})
    assert (wrong.value.why, wrong.value.gone) == (f"status-{status}", gone)
    assert len(service.taken) == 1


def test_a_service_that_is_not_there(service, browser_key):
    place = place_at(service, browser_key)
    service.close()
    service.server = Service().server
    with pytest.raises(NotReached):
        send(Place(place.endpoint, place.p256dh, place.auth), {})


@pytest.fixture
def pushed(reminded, clinic, service, browser_key):
    """Nadia, reminded by push on a phone."""
    person = reminded.episode.person
    services.allow_push(True, by=clinic, now=NOW)
    services.add_phone(person, place_at(service, browser_key), by=reminded, now=NOW)
    services.save(
        person, by=reminded, now=NOW - timedelta(days=1), route="push", at=time(18), zone="Europe/Madrid"
    )
    return reminded


@pytest.mark.django_db
def test_a_reminder_by_push_is_neutral_and_can_be_answered(pushed, service, browser_key):
    assert send_due(NOW) == 1
    said = read_by(browser_key, service.taken[0][2])
    assert (said["title"], said["url"]) == ("Time for your plan", "/today/")
    assert set(said) == {"title", "url", "answer", "kind"}
    secret = said["answer"].split("/")[-2]
    assert services.delivery_of(secret) == Delivery.objects.get()


@pytest.mark.django_db
def test_where_the_phone_is_kept_nothing_of_it_stands_in_the_clear(pushed, service):
    kept = Phone.objects.get()
    assert service.address.encode() not in bytes(kept.sealed)
    assert service.address not in kept.place_hash


@pytest.mark.django_db
def test_a_phone_that_is_gone_is_forgotten(pushed, service):
    service.status = 410
    assert send_due(NOW) == 0
    assert not Phone.objects.exists()
    assert Delivery.objects.get().failed == "status-410"


@pytest.mark.django_db
def test_where_the_clinic_ends_push_nothing_is_sent(pushed, clinic, service):
    services.allow_push(False, by=clinic, now=NOW)
    assert send_due(NOW) == 0
    assert service.taken == []


def test_padding_is_none_and_comes_back():
    for count in range(70):
        assert unpadded(padless(bytes(count))) == bytes(count)
    assert base64.urlsafe_b64encode(b"a").rstrip(b"=").decode() == padless(b"a")
