"""A person alone answers the questions that a clinician would ask: signs of danger first, in their own time, on a page of their own."""

import pytest
from django.urls import reverse

from stepwell.clinic.alerts.models import Alert
from stepwell.clinic.episodes.services import stored_content
from stepwell.knowledge.loader import load_pathway
from tests.clinic.answers import words
from tests.clinic.selfcare.world import BLADDER

SIGNS = next(one.findings for one in load_pathway().question_sets if one.id == BLADDER)


def test_signs_of_danger_come_first(alone):
    """The first page that is offered is about an emergency."""
    answer = alone.client.get(reverse("own_questions"))
    first = answer.context["next"].set
    assert (first.audience, first.urgency) == ("patient", "emergency")


def test_none_of_these_writes_a_no_for_each_that_was_shown(alone):
    """And for nothing that was not on the page."""
    alone.save(BLADDER, {}, none="yes")
    said = dict(alone.lines())
    assert {name: said.get(name) for name in SIGNS} == dict.fromkeys(SIGNS, "no")
    assert set(said) == {*SIGNS, "age", "country"}


def test_not_sure_is_no_answer_of_no(alone):
    """Not sure is written as what it is, and the others stay open without the button."""
    alone.save(BLADDER, {f"a.{SIGNS[0]}": "not-sure"})
    assert dict(alone.lines())[SIGNS[0]] == "not-sure"
    assert SIGNS[1] not in dict(alone.lines())


def test_an_emergency_ends_the_questions_and_opens_help(alone):
    """The person is sent to Get help with the words of the exit; the clinic is told; the programme stops."""
    answer = alone.save(BLADDER, {f"a.{SIGNS[0]}": "yes"})
    assert answer.url == reverse("get_help")
    assert "emergency" in words(alone.client.get(answer.url)).lower()
    assert Alert.objects.filter(episode=alone.episode).exists()
    rows = stored_content(alone.fresh())["plan"]["recommendations"]
    assert not [one["id"] for one in rows if one["kind"] == "load" and one["status"] == "recommended"]
    assert alone.client.get("/api/today").json()["exits"]


def test_a_sign_is_not_taken_back_by_the_person(alone):
    """A yes stands until a clinician has looked at it."""
    alone.save(BLADDER, {f"a.{SIGNS[0]}": "yes"})
    answer = alone.save(BLADDER, {f"a.{SIGNS[0]}": "no"})
    assert "stands until a clinician" in words(answer)


def test_it_goes_on_where_it_stopped(alone):
    """What is kept for later stands in its fields the next time."""
    place = reverse("own_question_draft", args=[BLADDER])
    alone.client.post(place, {**alone.hidden(BLADDER), f"a.{SIGNS[1]}": "no"})
    page = alone.client.get(reverse("own_question_page", args=[BLADDER])).content.decode()
    assert f'name="a.{SIGNS[1]}" value="no" checked' in page
    assert SIGNS[1] not in dict(alone.lines())


def test_two_tabs_do_not_overwrite_each_other(alone):
    """The later of two pages is told, and chooses."""
    sent = alone.hidden(BLADDER)
    place = reverse("own_question_draft", args=[BLADDER])
    alone.client.post(place, {**sent, f"a.{SIGNS[1]}": "no"})
    answer = alone.client.post(place, {**sent, f"a.{SIGNS[1]}": "yes"})
    assert "Another page was later" in words(answer)


def test_all_pages_with_no_lead_to_a_plan(alone):
    """Whoever answers what is asked reaches their first exercises by themselves, within forty pages."""
    for _ in range(40):
        following = alone.client.get(reverse("own_questions")).context["next"]
        if following is None:
            break
        alone.save(following.set.id, answers_of(following.set.findings), none="yes")
    assert following is None
    plan = alone.client.get("/api/today").json()
    assert plan["exits"] == []
    assert plan["session"]


def answers_of(names):
    """Pain in the buttock that sitting makes worse, and the lowest or first answer to all else."""
    given = {
        "age": "42",
        "buttock-pain": "yes",
        "worse-sitting": "yes",
        "worst-pain": "5",
        "sitting-tolerance": "30",
    }
    return {f"a.{name}": value for name in names if (value := given.get(name) or _first(name)) is not None}


def _first(name):
    finding = load_pathway().findings[name]
    if finding.type == "choice":
        return next(iter(finding.options))
    if finding.type == "number":
        return str(finding.range[0] // 10**finding.decimals + 1)
    return None


@pytest.mark.parametrize("typed", ["", "yes\x00", "9" * 400, "<script>", "-1", "not-asked"])
@pytest.mark.parametrize("field", ["seen", "key", "version", "a.worst-pain", "n.worst-pain"])
def test_garbage_is_told_and_writes_nothing(alone, field, typed):
    """Never a fault of ours."""
    before = alone.lines()
    sent = {**alone.hidden("how-it-is-now"), field: typed}
    assert alone.client.post(reverse("own_question_page", args=["how-it-is-now"]), sent).status_code in (
        200,
        302,
    )
    place = reverse("own_question_draft", args=["how-it-is-now"])
    assert alone.client.post(place, sent, headers={"HX-Request": "true"}).status_code in (200, 302)
    assert alone.lines() == before


def test_a_page_of_medicines_is_not_there(alone):
    """Pages on which a medicine is chosen are for a doctor, and for clinicians' patients."""
    for name in ("medicines-others", "before-an-injection", "nothing-like-it"):
        assert alone.client.get(reverse("own_question_page", args=[name])).status_code == 404


def test_what_was_said_goes_to_the_doctor(alone):
    """The page and its paper say what was answered, and how much is open."""
    alone.save(BLADDER, {}, none="yes")
    said = words(alone.client.get(reverse("own_doctor")))
    assert "No:" in said
    assert "have no answer yet" in said
    paper = alone.client.get(reverse("own_doctor_paper"))
    assert paper["Content-Type"] == "application/pdf"
    assert "Iris" not in paper["Content-Disposition"]
