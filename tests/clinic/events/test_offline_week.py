"""Many events at once, after days without a network."""

import pytest

from stepwell.clinic.audit.models import Event as AuditEvent
from stepwell.clinic.audit.verify import verify
from stepwell.clinic.episodes import stored
from stepwell.clinic.episodes.models import Entry, Episode, StoredPlan
from stepwell.clinic.episodes.persons import erase
from stepwell.clinic.episodes.sealed import Erased
from stepwell.clinic.episodes.services import basis, stored_content
from stepwell.clinic.pathway import pathway_of
from stepwell.clinic.patient import events as events_module
from stepwell.clinic.patient.events import receive
from stepwell.clinic.patient.plan import todays_plan
from stepwell.clinic.patient.quarantine import set_aside
from stepwell.clinic.patient.tasks import plan_later
from tests.clinic.events.world import CAUDA, DUPLICATE, NOW, STORED, a_week, event, open_exits, screen, send


def test_a_week_offline_is_delivered_whole_and_its_plan_is_that_of_single_entries(hers, patient, clinic):
    assert send(hers, patient, *a_week(hers)) == [STORED] * 30
    assert stored_content(Episode.objects.kept().get(pk=hers.pk)) == stored.content_of(basis(hers))
    assert StoredPlan.objects.get().count == 30
    assert AuditEvent.objects.filter(action="entry.written").count() == 30
    assert list(verify()) == []


def test_a_batch_costs_few_queries_however_long_it_is(hers, patient, django_assert_max_num_queries):
    sent = list(a_week(hers))
    with django_assert_max_num_queries(25):
        send(hers, patient, *sent)


def test_where_others_wait_the_plan_is_left_to_a_task_which_makes_the_same(hers, patient, monkeypatch):
    monkeypatch.setitem(events_module._batches, "waiting", 1)
    assert receive(hers, [event(hers)], by=patient, now=NOW).plan == "later"
    assert StoredPlan.objects.get().count == 0
    assert plan_later.call(str(hers.pk))
    assert stored_content(Episode.objects.kept().get(pk=hers.pk)) == stored.content_of(basis(hers))


def test_the_same_batch_that_arrives_while_it_is_being_sorted_out_is_stored_once(hers, patient, monkeypatch):
    sent, answers = list(a_week(hers))[:8], []
    sort_out = events_module.sort_out

    def overtaken(*given):
        found = sort_out(*given)
        monkeypatch.setattr(events_module, "sort_out", sort_out)
        again = Episode.objects.kept().get(pk=hers.pk)
        answers.extend(one["answer"] for one in receive(again, sent, by=patient, now=NOW).answers)
        return found

    monkeypatch.setattr(events_module, "sort_out", overtaken)
    assert send(hers, patient, *sent) == [DUPLICATE] * 8
    assert answers == ["stored"] * 8
    assert Entry.objects.count() == 8


def test_where_the_process_ended_before_the_plan_was_there_sending_again_makes_it(hers, patient, monkeypatch):
    monkeypatch.setattr(events_module, "refresh", lambda episode: None)
    sent = event(hers, "red-flags", screen(hers, saddle_numbness="yes"))
    send(hers, patient, sent)
    monkeypatch.undo()
    assert open_exits(hers) == []
    assert send(hers, patient, sent) == [DUPLICATE]
    assert CAUDA in open_exits(hers)


def test_once_the_person_is_erased_nothing_that_was_set_aside_or_kept_can_be_opened(hers, patient, clinic):
    send(hers, patient, event(hers) | {"kind": "note"})
    todays_plan(hers, "UTC")
    erase(hers.person, by=clinic, reason="asked-by-person")
    again = Episode.objects.select_related("person__clinic").get(pk=hers.pk)
    with pytest.raises(Erased):
        set_aside(again, pathway_of(clinic.clinic))
    with pytest.raises(Erased):
        todays_plan(again, "UTC")
