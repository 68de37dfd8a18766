"""Garbage in every form and every address, as every role that may open it: never a fault of ours.

Each page is opened first, so that the garbage goes into the fields that it has. The garbage is made from a fixed seed; set
STEPWELL_FUZZ_ROUNDS and STEPWELL_FUZZ_SEED to look further. Nothing is kept: each request is taken back.
"""

import os
import random
import re
import time
import uuid
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from stepwell.clinic.accounts.access import access_of
from stepwell.clinic.accounts.models import Invitation, Role
from stepwell.clinic.accounts.services import invite
from stepwell.clinic.episodes.linking import Author
from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.services import add_entry
from stepwell.clinic.pathway import pathway_of
from stepwell.knowledge.yaml_text import load
from tests.clinic.conftest import new_episode
from tests.clinic.test_access import pages

ROUNDS = int(os.environ.get("STEPWELL_FUZZ_ROUNDS", "2"))
SEED = int(os.environ.get("STEPWELL_FUZZ_SEED", "7"))
RECORD = Path(__file__).parents[2] / "examples" / "records" / "kwon-2022.yaml"

HALF_AN_ADDRESS = "http://[::1"
TEXTS = [
    HALF_AN_ADDRESS,
    "", " ", "\x00", "a\x00b", "-1", "0", "99999999999999999999", "1e999", "NaN", "true", "null", "[]", "{}",
    "2026-02-30", "0000-00-00", "9999-12-31", "2026-11-30T25:61", "12:61", "not-sure", "yes", "no",
    "👩‍⚕️🦵", "שלום عالم", "\u202eevil", "\ud83d", "é" * 300, "x" * 70_000, "'; DROP TABLE x; --",
    "<script>alert(1)</script>", "{{ 7 }}", "%s%n", "../../etc/passwd", "a@b", "@", "a@b.example",
    "00000000-0000-0000-0000-000000000000", "not-a-uuid", "-", "--", "\r\nSet-Cookie: a=b", "１２", "½", "٣",
]  # fmt: skip
NAMES = [
    "",
    "\x00",
    "finding",
    "value",
    "page",
    "q",
    "show",
    "find",
    "since",
    "at",
    "until",
    "next",
    "sort",
    "lang",
]
FIELD = re.compile(r"<(?:input|select|textarea)\b[^>]*?\bname=\"([^\"]+)\"(?:[^>]*?\bvalue=\"([^\"]*)\")?")
KEPT = ("key", "seen", "version", "csrfmiddlewaretoken")
"""Fields that a page fills in itself: with them kept, the garbage reaches what lies behind."""


@pytest.fixture
def people(member, clinic):
    """A member of each role, and a person with a record, an open exit and a session."""
    found = {role: member(role, email=f"{role}@fuzz.example.org") for role in Role}
    physio = found[Role.PHYSIOTHERAPIST]
    invite(clinic.clinic, email="new@fuzz.example.org", role=Role.AUDITOR, by=clinic)
    episode = new_episode(clinic.clinic, physio, side="left", user=found[Role.PATIENT].user)
    rows = load(RECORD.read_text(encoding="utf-8"), name="record")["observations"]
    lines = [{key: value for key, value in one.items() if key not in ("seq", "of")} for one in rows]
    add_entry(episode, "visit", lines, by=Author.of(physio))
    pathway = pathway_of(clinic.clinic)
    signs = [
        name for name in pathway.interventions["safety-screen"].finds if not pathway.findings[name].derive
    ]
    told = dict.fromkeys(signs, "no") | {"buttock-lump": "yes", "age": 47}
    screen = [{"finding": name, "value": value} for name, value in told.items()]
    add_entry(episode, "visit", screen, by=Author.of(physio))
    return found, Episode.objects.kept().get(pk=episode.pk)


def just_signed_in(client, member):
    """A browser that is not asked again who somebody is: what lies behind is to be tried."""
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session["account_authentication_methods_user"] = str(member.user_id)
    session.save()
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("role", list(Role))
def test_garbage_is_never_a_fault_of_ours(role, people, browse):
    """Odd questions in the address of every page, and garbage in every form."""
    found, episode = people
    client = just_signed_in(browse(found[role]), found[role])
    mine = [(route, name) for route, name, view in pages() if may(role, said(view, name))]
    assert mine
    faults = []
    for route, name in mine:
        chance = random.Random(f"{SEED}:{role}:{route}")
        for address in addresses(route, episode, chance):
            faults += [(name, *fault) for fault in tried(client, address, chance)]
    assert faults == []


def test_garbage_of_nobody_is_never_a_fault_of_ours(people):
    client = Client(raise_request_exception=False)
    faults = []
    for route, name, view in pages():
        if said(view, name) != "anybody":
            continue
        chance = random.Random(f"{SEED}:{route}")
        for address in addresses(route, people[1], chance):
            faults += [(name, *fault) for fault in tried(client, address, chance)]
    assert faults == []


@pytest.mark.parametrize("page", ["/accounts/login/", "/accounts/login/code/", "/accounts/inactive/"])
def test_an_address_to_go_on_to_that_cannot_be_read_is_never_a_fault_of_ours(page, db):
    answer = Client(raise_request_exception=False).get(page, {"next": HALF_AN_ADDRESS})
    assert answer.status_code < 500


def said(view, name):
    """Who may open a page, in words."""
    access = access_of(view, name)
    return access.words if access else ""


def may(role, words):
    """Whether a role opens a page as itself. Pages of whoever has signed in are tried as one role."""
    return str(role) in words.split() or (words == "signed-in" and role is Role.PHYSIOTHERAPIST)


def addresses(route, episode, chance):
    """The address with ids that are there, and with others that are not."""
    yield filled(route, episode, chance, there=True)
    if "<" in route or "(?P<" in route:
        yield filled(route, episode, chance, there=False)


THERE = {
    "intervention": ["conservative-care", "lump-urgent", "botulinum-toxin"],
    "exercise": ["clamshell"],
    "page": ["leg-signs", "where-it-hurts"],
    "name": ["worst-pain", "clamshell"],
    "kind": ["svg", "finding", "findings"],
    "side": ["left"],
    "country": ["GB"],
}


def filled(route, episode, chance, *, there):
    """A route with its parts filled in."""
    known = {
        "episode": str(episode.pk),
        "person": str(episode.person_id),
        "user": str(episode.responsible.user_id),
        "invitation": str(Invitation.objects.values_list("pk", flat=True).first()),
    }

    def part(match):
        kind, name = match.group(1) or "str", match.group(2)
        if there and name in known:
            return known[name]
        if there and name in THERE:
            return chance.choice(THERE[name])
        return {"uuid": str(uuid.UUID(int=chance.getrandbits(128))), "int": "1"}.get(
            kind, "nothing-of-this-name"
        )

    plain = re.sub(
        r"\(\?P<(\w+)>[^()]*\)", r"<\1>", route.replace("^", "").replace("$", "").replace("\\", "")
    )
    return "/" + re.sub(r"<(?:(\w+):)?(\w+)>", part, plain)


def tried(client, address, chance):
    """Every request of an address that was answered with a fault of ours."""
    page, fault = asked(client, "get", address)
    yield from fault
    fields = dict(FIELD.findall(page.content.decode(errors="replace"))) if page_of(page) else {}
    names = (
        sorted({*fields, *re.findall(r"[?&]([a-z_]+)=", page.content.decode(errors="replace"))})
        if page_of(page)
        else []
    )
    for _ in range(ROUNDS):
        query = {
            name: chance.choice(TEXTS[:-5]) for name in chance.sample([*names, *NAMES], k=min(4, len(NAMES)))
        }
        yield from asked(client, "get", address, short(query))[1]
        yield from asked(client, "post", address, garbage(fields, chance))[1]
    yield from asked(client, "post", address, {})[1]
    sent = chance.choice(["[" * 3000, "{", '{"events": [{}]}', '"\\ud800"', "\x00"])
    yield from asked(client, "post", address, sent, content_type="application/json")[1]


def page_of(answer):
    return not answer.streaming and "html" in answer.get("Content-Type", "")


def short(query):
    """A query as an address can carry it."""
    return {name: clean(value)[:2000] for name, value in query.items()}


def clean(text):
    return text.encode(errors="replace").decode()


def garbage(fields, chance):
    """A form: what the page filled in is mostly kept, the rest is garbage, and some of it is missing, repeated or a file."""
    made = {}
    for name, value in fields.items():
        if name in KEPT and chance.random() < 0.8:
            made[name] = value
        elif chance.random() < 0.85:
            made[name] = one_of(value, chance)
    if not fields or chance.random() < 0.2:
        made |= {name: one_of("", chance) for name in chance.sample(NAMES[1:], k=3)}
    return made


def one_of(value, chance):
    """Garbage for one field: its own value, text, a list, or a file."""
    luck = chance.random()
    if luck < 0.3:
        return value
    if luck < 0.4:
        return [clean(chance.choice(TEXTS)) for _ in range(chance.randint(2, 40))]
    if luck < 0.48:
        content = chance.choice(
            [b"", b"\xff\xfe\x00", b"a;b\n1;2\n", b"{}", b'{"resourceType": "Bundle"}', b"x" * 100_000]
        )
        return SimpleUploadedFile(chance.choice(["a.csv", "a.json", "\x00", "../a"]) or "a", content)
    return clean(chance.choice(TEXTS))


def asked(client, method, address, values=None, **more):
    """The answer, and the fault if it is one of ours: with the exact request, and where it broke. Nothing of it is kept."""
    with transaction.atomic():
        answer = getattr(client, method)(address, values, **more)
        transaction.set_rollback(True)
    if answer.status_code < 500:
        return answer, []
    return answer, [(method.upper(), address, shown(values), where(answer))]


def shown(values):
    return repr(
        {
            name: value if len(str(value)) < 80 else f"{str(value)[:40]}... ({len(str(value))})"
            for name, value in values.items()
        }
        if isinstance(values, dict)
        else values
    )[:600]


def where(answer):
    """The last lines of ours in the traceback."""
    kind, wrong, trace = answer.exc_info or (None, None, None)
    places = []
    while trace is not None:
        code = trace.tb_frame.f_code
        if "stepwell" in code.co_filename and "site-packages" not in code.co_filename:
            places.append(f"{Path(code.co_filename).name}:{trace.tb_lineno}")
        trace = trace.tb_next
    return f"{kind.__name__ if kind else ''}: {str(wrong)[:120]} at {' '.join(places[-3:])}"


def test_a_fault_of_ours_would_be_seen(settings, clinic, browse):
    """The search itself: a page that fails is reported with its request."""
    settings.ROOT_URLCONF = "tests.clinic.failing_page"
    client = browse(clinic)
    client.raise_request_exception = False
    (fault, *_) = list(tried(client, "/failing/", random.Random(1)))
    assert fault[:2] == ("GET", "/failing/")
    assert "ZeroDivisionError" in fault[3]
