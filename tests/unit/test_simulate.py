"""The synthetic clinic: made again the same, marked, incomplete as real records are, and led by the knowledge."""

import json
from datetime import date

import numpy as np
import pyarrow.parquet as pq
import pytest

from stepwell.errors import RecordError
from stepwell.population import layout
from stepwell.population.codes import codes_of
from stepwell.population.marks import with_marks
from stepwell.population.prepare import open_prepared
from stepwell.population.prints import kept_prints, print_of
from stepwell.reasoning.apply import judge_record
from stepwell.reasoning.types import STATUSES
from stepwell.records.reader import parse_record
from stepwell.records.writer import write_record
from stepwell.simulate.people_records import records_of
from stepwell.simulate.policy import TODAY, compiled
from stepwell.simulate.run import Wish, simulate, tables_of
from stepwell.simulate.writing.marks import METADATA, README, TAG, WORDS
from tests.unit.simulated_world import WHO, changed, clinic, lived, parameters, pathway

FORMS = ("records", "parquet", "fhir", "prepared")


def written(folder, form, *, people=12, days=40, seed=3, bucket=50, name="out"):
    wish = Wish(people, days, seed, date(2025, 6, 1), form, bucket)
    summary = simulate(wish, pathway(), parameters(), None, folder / name, lambda progress: None)
    return summary, folder / name


def bytes_of(folder):
    return {
        str(one.relative_to(folder)): one.read_bytes() for one in sorted(folder.rglob("*")) if one.is_file()
    }


def everything(lived, numbers):
    tables = tables_of(lived, np.asarray(numbers))
    return {
        name: sorted(map(str, getattr(tables, name).to_pylist()))
        for name in ("persons", "observations", "events")
    }


@pytest.mark.parametrize("form", FORMS)
def test_the_same_seed_makes_the_same_bytes(tmp_path, form):
    _, first = written(tmp_path, form, name="first")
    _, again = written(tmp_path, form, name="again")
    _, other = written(tmp_path, form, name="other", seed=4)
    assert bytes_of(first) == bytes_of(again)
    assert bytes_of(first) != bytes_of(other)


def test_record_files_do_not_hang_on_the_size_of_the_bucket(tmp_path):
    _, whole = written(tmp_path, "records", name="whole")
    _, small = written(tmp_path, "records", name="small", bucket=5)
    assert bytes_of(whole) == bytes_of(small)


def test_advised_people_do_not_hang_on_who_else_is_simulated():
    together = everything(lived([3, 8, 11], 120), [3, 8, 11])
    alone = everything(lived([8], 120), [8])
    for name, rows in alone.items():
        assert rows
        assert rows == [one for one in together[name] if "'patient_id': 8," in one]


@pytest.mark.parametrize("form", FORMS)
def test_every_output_says_that_nobody_is_real(tmp_path, form):
    summary, out = written(tmp_path, form, people=3, days=15)
    assert WORDS in summary.words()
    assert WORDS in (out / README).read_text()
    assert json.loads((out / "synthetic.json").read_text())["synthetic"] is True
    for one in out.rglob("*.parquet"):
        assert METADATA.items() <= pq.read_schema(one).metadata.items()
    for one in out.rglob("*.yaml"):
        assert one.read_text().startswith(f"# {WORDS}")
        assert one.stem.startswith("synthetic-")
    for one in out.rglob("*.ndjson"):
        for line in one.read_text().splitlines():
            assert json.loads(line)["meta"] == {"tag": [TAG]}


def test_every_step_is_reached_and_every_status_but_a_few_occurs():
    _, visits = clinic()
    steps = {int(step) for *_, advice in visits.rounds for step in advice.step}
    assert steps == set(range(len(pathway().steps)))
    seen = {STATUSES[status] for *_, advice in visits.rounds for status in np.unique(advice.statuses)}
    assert seen >= {
        "recommended",
        "ask-first",
        "undetermined",
        "contraindicated",
        "held",
        "continue",
        "stop",
        "paused",
    }


def test_something_is_missing_in_every_way():
    people, _ = clinic()
    observations, events = people.journal.observations.rows(), people.journal.events.rows()
    assert (observations["low"] > observations["high"]).any(), "nobody is not sure"
    assert (events["on_low"] == 1).any(), "every treatment has its day"
    assert {0, 1} == set(np.unique(people.journal.side)), "every record is about a side"
    history = codes_of(pathway()).findings["treatment-history"]
    said = observations["low"][observations["finding"] == history]
    assert 0 in said, "everybody's earlier treatments are known"
    assert 1 in said
    short = [name for name, code in codes_of(pathway()).findings.items()
             if 0 < len(np.unique(observations["person"][observations["finding"] == code])) < len(WHO)]  # fmt: skip
    assert len(short) > 30, "everybody answers everything"


def test_treatment_outside_the_pathway_happens():
    people, _ = clinic()
    codes, events = codes_of(pathway()), people.journal.events.rows()
    done = set(events["intervention"].tolist())
    assert {codes.interventions["manual-or-other-treatment"], codes.interventions["other-analgesic"]} & done
    assert people.counted.outside.any()


def test_records_pass_the_reader_and_stay_the_same():
    people, _ = clinic()
    tables = tables_of(people, np.array(WHO))
    for _, record in records_of(tables, people.side.tolist(), pathway()):
        assert parse_record(write_record(record, pathway()), pathway(), name="synthetic") == record


def test_the_statement_says_what_the_reasoning_says_at_a_visit():
    """The advice of one round, from the compiled statement, and from the reasoning over each person's record."""
    _, visits = clinic()
    _, rows, tables, advice = max(visits.rounds[5:], key=lambda one: len(one[1]))
    assert len(rows) > 5
    with compiled(pathway(), few=0) as advise:
        found = advise(tables)
    assert (found.statuses == advice.statuses).all()
    assert (found.step == advice.step).all()
    sides = ["right" if known else "" for known in tables.persons["side_known"].to_pylist()]
    number, record = next(records_of(tables, sides, pathway()))
    judged = judge_record(pathway(), record, TODAY).by_id
    told = [STATUSES[status] for status in advice.statuses[number]]
    assert told == [judged[name].status for name in pathway().interventions]


def injected(people):
    """Who had an injection that the pathway advised, and the day of each."""
    names, events = codes_of(pathway()), people.journal.events.rows()
    wanted = [names.interventions[one] for one in ("corticosteroid-injection", "local-anaesthetic-injection")]
    chosen = np.isin(events["intervention"], wanted) & (events["event"] == names.events["done"])
    chosen &= events["on_high"] >= people.people.entry[events["person"]]
    return set(zip(events["person"][chosen].tolist(), events["on_high"][chosen].tolist()))


def test_a_changed_parameter_of_the_knowledge_changes_who_is_injected():
    """The adequate trial of conservative care, 6 weeks or 26: the same people, the same seed, another policy."""
    few = [1, 10, 11, 14]
    usual = injected(lived(few, 400))
    patient = injected(lived(few, 400, knowledge=changed("escalation-days", 182)))
    assert usual
    assert len(patient) < len(usual)


def test_prepared_people_are_a_prepared_population(tmp_path):
    _, out = written(tmp_path, "prepared", people=7, bucket=3)
    prepared = open_prepared(out, pathway())
    assert len(prepared.buckets) == 3
    assert all(kept_prints(one, print_of(one)) for one in prepared.buckets), (
        "hashes of rows lose what they are of"
    )
    rows = pq.read_table(prepared.buckets[1] / "observations.parquet")
    keys = list(zip(*(rows[name].to_pylist() for name in ("finding", "patient_id", "on_high", "seq"))))
    assert keys == sorted(keys)
    assert set(rows["patient_id"].to_pylist()) == {4, 5, 6}


def test_the_marks_are_those_of_the_layout():
    tables = tables_of(clinic()[0], np.array(WHO))
    marked = with_marks(tables.observations.select(list(layout.LINES)))
    assert tables.observations.schema == marked.schema
    assert tables.observations.to_pylist() == marked.to_pylist()


def test_a_folder_that_is_there_is_left_alone(tmp_path):
    (tmp_path / "out").mkdir()
    with pytest.raises(RecordError) as refused:
        written(tmp_path, "records")
    assert str(refused.value) == f"{tmp_path}/out: it is there already.\n  Name a folder that is not."


def test_nothing_half_written_is_left(tmp_path, monkeypatch):
    monkeypatch.setattr("stepwell.simulate.run.write_readme", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        written(tmp_path, "records", people=2, days=5)
    assert not list(tmp_path.iterdir())


def test_advice_changes_what_happens():
    """Nobody is treated without advice, but outside the pathway."""
    unadvised = lived(WHO, 200, advised=False)
    assert not unadvised.counted.injected.any()
    assert not unadvised.counted.operated.any()
    started = codes_of(pathway()).events["started"]
    events = unadvised.journal.events.rows()
    glides = codes_of(pathway()).interventions["nerve-glides"]
    assert not ((events["intervention"] == glides) & (events["event"] == started)).any()
    assert unadvised.visits > 0
