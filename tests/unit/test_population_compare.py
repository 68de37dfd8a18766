"""What a change of the knowledge would do: who moves, the examples, and the way from prepared rows back to a record."""

import csv
import json
from collections import Counter
from pathlib import Path

import pytest

from stepwell import cli
from stepwell.documents.paint import Paint
from stepwell.documents.population_moves import moves_csv, moves_json, moves_text
from stepwell.errors import RecordError
from stepwell.knowledge.loader import load_pathway
from stepwell.population.prepare import write_records
from stepwell.population.reports.compare import ABSENT, Move, Moves, compare
from stepwell.population.reports.examples import examples
from stepwell.population.reports.rebuilt import record_of, rows_of
from stepwell.reasoning.apply import judge_record
from stepwell.records.reader import parse_record, read_record
from stepwell.records.writer import write_record
from tests.agreement.generator import Generator
from tests.agreement.lines import TODAY
from tests.unit.population_world import DAY, PATHWAY, planned_once, prepared, told  # noqa: F401
from tests.unit.small_knowledge import pathway

EXAMPLES = sorted((Path(__file__).parents[2] / "examples" / "records").glob("*.yaml"))
LATER = pathway(
    walk="{id: walk, title: Walk, step: one, kind: load, indicated: {all: [sore, flag]}}",
    swim="{id: swim, title: Swim, step: one, kind: load, indicated: sore}",
)
"""Walking hangs on one answer more, and there is an intervention more."""


def statuses_of(record, found, day=TODAY):
    return {name: one.status for name, one in judge_record(found, record, day).by_id.items()}


def expected(old, new, people=range(40)):
    """The moves by the reasoning in Python."""
    counts = Counter()
    for one in people:
        before, after = told(one, found=old), told(one, found=new)
        for name in before.keys() | after.keys():
            ends = before.get(name, ABSENT), after.get(name, ABSENT)
            if ends[0] != ends[1] and set(ends) != {ABSENT, "not-indicated"}:
                counts[(name, *ends)] += 1
    return counts


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("people")
    prepared(place)
    return place


@pytest.fixture(scope="module")
def moves(folder):
    return compare(PATHWAY, LATER, folder, DAY)


def counted(moves):
    return {(one.of, one.before, one.after): one.people for one in moves.statuses}


def test_moves_are_those_of_the_reasoning(moves):
    assert counted(moves) == expected(PATHWAY, LATER)
    assert moves.people == 40
    assert not moves.steps


def test_a_population_may_be_prepared_with_either_knowledge(tmp_path, folder):
    back = compare(LATER, PATHWAY, folder, DAY)
    assert counted(back) == expected(LATER, PATHWAY)


def test_examples_are_right_where_the_population_was_prepared_with_the_new_knowledge(folder):
    old = _with_a_finding_more(LATER)
    back = compare(old, PATHWAY, folder, DAY)
    found = examples(back, folder, old, PATHWAY)
    assert found.by_move.keys() == {*back.statuses}
    assert all(found.by_move.values())
    for move, people in found.by_move.items():
        assert {told(one, found=old).get(move.of, ABSENT) for one in people} == {move.before}


def test_nobody_moves_where_nothing_changes(folder):
    assert compare(PATHWAY, pathway(), folder, DAY) == Moves(DAY, 40, 0, (), ())


def _with_a_finding_more(found=PATHWAY):
    """The pathway with a new finding first, so that every code is another."""
    with_more = pathway("aching: {title: Aching, type: yes-no, ask: {patient: Aching?}}\n")
    names = {"aching": with_more.findings["aching"], **found.findings}
    return type(found)(**{**vars(found), "findings": names})


def test_codes_are_translated_where_findings_come_and_go(folder):
    assert compare(PATHWAY, _with_a_finding_more(), folder, DAY).moved == 0


def test_a_finding_that_is_read_in_another_way_is_refused(folder):
    other = pathway()
    pain = other.findings["pain"]
    scaled = type(pain)(**{name: getattr(pain, name) for name in pain.__slots__} | {"decimals": 1})
    other = type(other)(**{**vars(other), "findings": {**other.findings, "pain": scaled}})
    with pytest.raises(RecordError) as wrong:
        compare(PATHWAY, other, folder, DAY)
    assert str(wrong.value) == (
        "finding pain: it has another type, scale or other options in the other knowledge.\n"
        "  Prepare the population with this knowledge, and compare with that."
    )


def test_examples_are_record_files_that_show_the_move(moves, folder):
    found = examples(moves, folder, PATHWAY, LATER)
    assert all(1 <= len(people) <= 3 for people in found.by_move.values())
    for move, people in found.by_move.items():
        for number in people:
            record = parse_record(found.files[number], PATHWAY, name="x")
            assert statuses_of(record, PATHWAY, DAY).get(move.of, ABSENT) == move.before
            assert statuses_of(record, LATER, DAY).get(move.of, ABSENT) == move.after


MOVES = Moves(
    DAY,
    1000,
    37,
    (Move("step", "Step", "one", "two", 4),),
    (Move("walk", "Walk", "recommended", "ask-first", 37, (1, 2)), Move("walk", "Walk", "done", "known", 2)),
)


def test_moves_as_text():
    assert moves_text(MOVES, ("inside", "five=6"), Paint()) == (
        "37 of 1,000 people move from inside to five=6, as of 2026-06-01.\n"
        "\n"
        "Step\n"
        "    one → two          4\n"
        "\n"
        "Interventions\n"
        "  Walk (walk)\n"
        "    recommended → ask-first         37\n"
        "    done → known                     2\n"
    )


def test_moves_as_csv_and_json():
    shown = {MOVES.statuses[0]: (1, 2)}
    rows = list(csv.DictReader(moves_csv(MOVES, shown).splitlines()))
    assert rows[1]["examples"] == "person-1.yaml person-2.yaml"
    assert [row["people"] for row in rows] == ["4", "37", "2"]
    tree = moves_json(MOVES, ("inside", "five=6"), shown)
    assert (tree["moved"], tree["people"]) == (37, 1000)
    assert json.loads(json.dumps(tree))["statuses"][0]["examples"] == ["person-1.yaml", "person-2.yaml"]


def test_records_come_back_from_rows_with_the_same_statuses(tmp_path):
    whole = load_pathway()
    made = Generator(whole)
    records = [made.random(seed) for seed in range(12)]
    records += [made.towards(one.id, 1) for one in list(whole.interventions.values())[::9] if one.indicated]
    records += [read_record(path, whole) for path in EXAMPLES]
    written = write_records(enumerate(records), whole, tmp_path / "people")
    rows = rows_of(written.buckets[0], range(len(records)))
    for number, record in enumerate(records):
        text = write_record(record_of(rows[number], whole), whole)
        again = parse_record(text, whole, name=str(number))
        assert statuses_of(again, whole) == statuses_of(record, whole)


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ("irritable-pain-high=30", "irritable-pain-high is set to 30, outside its range."),
        ("irritable-pain-hihg=7", "There is no parameter irritable-pain-hihg."),
        ("irritable-pain-high=much", "irritable-pain-high=much: the value is no number."),
        ("nowhere", "nowhere: this is no knowledge."),
    ],
)
def test_a_change_that_cannot_be_is_refused(new, said, folder, capsys):
    assert cli.main(["population", "compare", "inside", new, str(folder)]) == 2
    assert said in capsys.readouterr().err


def test_a_population_of_neither_knowledge_is_refused(folder, capsys):
    assert cli.main(["population", "compare", "inside", "irritable-pain-high=8", str(folder)]) == 2
    assert "the population was prepared with other knowledge." in capsys.readouterr().err
