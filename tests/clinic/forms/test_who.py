"""Who and which side: on every page about a person, two things that tell them from others, and on those of the record the side."""

from datetime import date

import pytest
from django.urls import reverse

from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.persons import open_person
from stepwell.clinic.episodes.sealed import Identity, identity_of
from stepwell.clinic.episodes.services import entries_of, open_episode, today_of
from stepwell.clinic.workspace.papers.services import header_of
from stepwell.clinic.workspace.person.head import age_on
from tests.clinic.conftest import new_episode
from tests.clinic.forms.world import words
from tests.clinic.hazards.world import ABOUT_A_PERSON, whole_pages
from tests.clinic.intake.world import person

PAPERS = ("programme", "programme_home", "letters")


@pytest.fixture
def born(clinic, physio):
    """Somebody whose day of birth is known."""
    who = Identity("Nadia Petrova", 1992, called="Nadia", birthday="1992-03-04")
    return open_episode(open_person(clinic.clinic, who), side="right", responsible=physio)


def test_every_page_about_a_person_shows_two_identifiers(born, physician, proven):
    said = {name: words(answer) for name, answer in whole_pages(proven(physician), ABOUT_A_PERSON, born)}
    assert {
        "person",
        "advice",
        "exam",
        "intake",
        "programme",
        "letters",
        "notes",
        "consent",
        "snooze",
        "export",
    } <= set(said)
    assert {name for name, one in said.items() if "Nadia Petrova" not in one} == set()
    assert {name for name, one in said.items() if "born 4 Mar 1992" not in one} == set()


def test_the_forms_of_one_person_show_them_too(born, physician, browse):
    client = browse(physician)
    for name, more, query in (
        ("decide", ["corticosteroid-injection"], "?do=happened"),
        ("answers", ["safety-screen"], ""),
        ("programme_exercise", ["nerve-glide-slider"], ""),
        ("intake_page", ["bladder-and-bowel-signs"], ""),
    ):
        answer = client.get(reverse(name, args=[born.pk, *more]) + query)
        if answer.status_code == 404:
            continue
        assert "Nadia Petrova" in words(answer), name
        assert "born 4 Mar 1992" in words(answer), name
        assert "right side" in words(answer).lower(), name


@pytest.mark.parametrize("name", ["invite_person", "erase"])
def test_the_administrator_sees_both_before_inviting_and_erasing(born, clinic, proven, name):
    said = words(proven(clinic).get(reverse(name, args=[born.person_id])))
    assert "Nadia Petrova" in said
    assert "born 4 Mar 1992" in said


def test_where_only_the_year_is_known_it_stands_there(clinic, physio, browse):
    episode = new_episode(clinic.clinic, physio)
    assert "born 1992" in words(browse(physio).get(reverse("person", args=[episode.pk])))


@pytest.mark.parametrize("side", ["left", "right", "both"])
def test_the_programme_and_the_letters_say_which_side(clinic, physio, browse, side):
    episode = new_episode(clinic.clinic, physio, side=side)
    said = {"left": "left side", "right": "right side", "both": "both sides"}[side]
    for name in PAPERS:
        assert said in words(browse(physio).get(reverse(name, args=[episode.pk]))), name


def test_a_paper_names_the_day_of_birth(born, physio):
    assert header_of(born, physio).born == "1992-03-04"


@pytest.mark.parametrize(
    ("written", "kept"), [("1984-03-14", "1984-03-14"), ("14.3.1984", "1984-03-14"), ("1984", "")]
)
def test_a_new_person_is_opened_with_the_day_or_the_year_of_birth(physio, browse, written, kept):
    typed = {**person(born=written), "responsible": str(physio.pk)}
    assert browse(physio).post(reverse("new_person"), typed).status_code == 302
    identity = identity_of(Episode.objects.get().person)
    assert (identity.born, identity.birthday) == (1984, kept)


def test_with_the_day_of_birth_the_age_is_exact(physio, browse, clinic):
    typed = {**person(born="1984-03-14"), "responsible": str(physio.pk)}
    browse(physio).post(reverse("new_person"), typed)
    episode = Episode.objects.get()
    age = next(line["value"] for line in entries_of(episode)[0].lines if line["finding"] == "age")
    assert age == age_on(today_of(clinic.clinic), identity_of(episode.person))
    assert age_on(date(2026, 3, 13), identity_of(episode.person)) == 41
    assert age_on(date(2026, 3, 14), identity_of(episode.person)) == 42


def test_who_turns_eighteen_tomorrow_is_refused_and_who_did_today_is_not_asked(physio, browse, clinic):
    today = today_of(clinic.clinic)
    client = browse(physio)
    for days, refused in ((1, True), (0, False)):
        day = date.fromordinal(date(today.year - 18, today.month, today.day).toordinal() + days)
        typed = {**person(born=day.isoformat(), name=f"Somebody {days}"), "responsible": str(physio.pk)}
        answer = client.post(reverse("new_person"), typed)
        assert ("The pathway is for adults" in words(answer)) == refused
        assert (answer.status_code == 302) != refused


@pytest.mark.parametrize(
    "written", ["31.2.1984", "1984-13-01", "14/3/1984", "84", "4 March", "\x00", "²984", "0000-01-01"]
)
def test_a_day_that_is_none_is_refused_at_its_field(physio, browse, written):
    typed = {**person(born=written), "responsible": str(physio.pk)}
    answer = browse(physio).post(reverse("new_person"), typed)
    assert answer.status_code == 200
    assert answer.context["form"].errors["born"]
