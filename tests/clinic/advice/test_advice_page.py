"""What is advised, as a page: every row, and the whole explanation of one."""

import re

from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.services import stored_content
from tests.clinic.advice.world import (
    PAIN_IN_THE_BUTTOCK,
    address,
)


def test_every_row_of_the_plan_stands_on_the_page_once(write, episode, browse, physio):
    write(PAIN_IN_THE_BUTTOCK)
    page = browse(physio).get(address(episode, "advice")).content.decode()
    rows = stored_content(Episode.objects.kept().get(pk=episode.pk))["plan"]["recommendations"]
    shown = re.findall(r'id="advice-([a-z0-9-]+)"', page)
    assert sorted(shown) == sorted(one["id"] for one in rows)


def test_a_filter_stands_in_the_address_and_nonsense_in_it_shows_everything(write, episode, browse, physio):
    write(PAIN_IN_THE_BUTTOCK)
    client = browse(physio)
    page = client.get(address(episode, "advice") + "?decides=physician&kind=test").content.decode()
    rows = {
        one["id"]: one
        for one in stored_content(Episode.objects.kept().get(pk=episode.pk))["plan"]["recommendations"]
    }
    shown = re.findall(r'id="advice-([a-z0-9-]+)"', page)
    assert shown
    assert all(rows[name]["decided_by"] == "physician" and rows[name]["kind"] == "test" for name in shown)
    everything = client.get(address(episode, "advice") + "?status=nonsense&step=%00&kind=&decides=1e9")
    assert everything.content.decode().count('id="advice-') == len(rows)


def test_the_page_is_made_with_few_queries(write, episode, browse, physio, django_assert_max_num_queries):
    write(PAIN_IN_THE_BUTTOCK)
    client = browse(physio)
    with django_assert_max_num_queries(25):
        client.get(address(episode, "advice"))


def test_the_whole_explanation_names_what_speaks_for_it_against_it_and_what_it_needs(
    write, episode, browse, physio
):
    write(PAIN_IN_THE_BUTTOCK)
    page = browse(physio).get(address(episode, "advice", "corticosteroid-injection")).content.decode()
    for words in ("For", "Never while", "With care where", "Needs first", "Sources disagree"):
        assert words in page
    assert "Image-guided corticosteroid" in page
    assert 'aria-label="Not known"' in page


def test_the_explanation_is_a_fragment_for_htmx(write, episode, browse, physio):
    write(PAIN_IN_THE_BUTTOCK)
    client = browse(physio)
    part = client.get(address(episode, "advice", "strengthening"), headers={"HX-Request": "true"})
    assert b"<html" not in part.content
    assert b"All that counts" in part.content


def test_there_is_no_explanation_of_what_does_not_exist(episode, browse, physio):
    for name in ("nothing-of-this-name", "cauda-equina-emergency"):
        assert browse(physio).get(address(episode, "advice", name)).status_code == 404
