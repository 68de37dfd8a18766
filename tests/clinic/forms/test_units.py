"""A number that fits another unit better than its own is asked about again before it is stored."""

import re

import pytest

from stepwell.clinic.workspace.intake.units import better_unit
from stepwell.knowledge.loader import load_pathway
from tests.clinic.forms.world import count, lines_of, reverse, sent, words

CREATININE = load_pathway().findings["creatinine"]
PAGE = next(one.id for one in load_pathway().question_sets if "creatinine" in one.findings)


def signed(client, episode, **typed):
    """The page of kidney results, signed."""
    place = reverse("intake_page", args=[episode.pk, PAGE])
    page = client.get(place).content.decode()
    hidden = {
        name: re.search(rf'name="{name}" value="([^"]*)"', page)[1] for name in ("seen", "key", "version")
    }
    fields = {f"{part}.creatinine": value for part, value in typed.items()}
    return client.post(place, {**hidden, **fields})


@pytest.mark.parametrize(
    ("number", "unit", "better"),
    [
        (80, "umol/L", None),
        (0.9, "mg/dL", None),
        (8, "mg/dL", None),
        (0.08, "mmol/L", None),
        (0.9, "umol/L", "mg/dL"),
        (12, "umol/L", "mg/dL"),
        (80, "mg/dL", "umol/L"),
        (25, "mg/dL", "umol/L"),
        (80, "mmol/L", "umol/L"),
    ],
)
def test_what_fits_better_follows_from_the_range_of_the_knowledge(number, unit, better):
    found = better_unit(CREATININE, number, unit)
    assert (found.unit if found else None) == better


@pytest.mark.parametrize(
    ("number", "unit"), [("0.9", "umol/L"), ("80", "mg/dL"), ("12", "umol/L"), ("25", "mg/dL")]
)
def test_a_creatinine_in_the_other_unit_is_asked_about(episode, physio, browse, number, unit):
    answer = signed(browse(physio), episode, a=number, u=unit)
    other = {"umol/L": "mg/dL", "mg/dL": "umol/L"}[unit]
    assert (
        f"{number} fits {other} better than {unit}. Look at the result again, and choose its unit."
        in words(answer)
    )
    assert count(episode) == 0


def test_it_is_stored_once_somebody_looked_again(episode, physio, browse):
    client = browse(physio)
    page = signed(client, episode, a="12", u="umol/L")
    kept = re.search(r'name="s\.creatinine" value="([^"]+)"', page.content.decode())[1]
    assert kept == "It is 12 umol/L: I looked at the result again"
    signed(client, episode, a="25", u="mg/dL", s=kept)
    assert count(episode) == 0
    signed(client, episode, a="12", u="umol/L", s=kept)
    assert [(one["finding"], one["value"]) for one in lines_of(episode)] == [("creatinine", 12)]


def test_what_cannot_be_in_its_unit_is_never_stored_in_it(episode, physio, browse):
    page = signed(
        browse(physio), episode, a="80", u="mg/dL", s="It is 80 mg/dL: I looked at the result again"
    )
    assert "80 mg/dL lies outside what can be" in words(page)
    assert "s.creatinine" not in page.content.decode()
    assert count(episode) == 0


def test_it_is_asked_about_in_place_of_an_advice_too(episode, physician, browse, write):
    write({"finding": "age", "value": 41})
    client, place = browse(physician), reverse("answers", args=[episode.pk, "gabapentin-taper"])
    assert 'name="creatinine"' in client.get(place).content.decode()
    before = count(episode)
    for number in ("0.9", "12"):
        answer = client.post(place, sent(episode, creatinine=number))
        assert f"{number} fits mg/dL better than umol/L" in words(answer)
    assert count(episode) == before
    kept = re.search(r'name="sure-creatinine" value="([^"]+)"', answer.content.decode())[1]
    client.post(place, {**sent(episode, creatinine="12"), "sure-creatinine": kept})
    assert (lines_of(episode)[-1]["finding"], lines_of(episode)[-1]["value"]) == ("creatinine", 12)


@pytest.mark.parametrize("garbage", ["", "NaN", "inf", "1e999", "-1", "\x00", "0", "💥"])
def test_garbage_has_no_unit(episode, physician, browse, garbage):
    typed = sent(episode, creatinine=garbage, **{"sure-creatinine": garbage})
    assert (
        browse(physician).post(reverse("answers", args=[episode.pk, "gabapentin-taper"]), typed).status_code
        < 500
    )
    assert signed(browse(physician), episode, a=garbage, u=garbage or "x", s=garbage).status_code < 500
