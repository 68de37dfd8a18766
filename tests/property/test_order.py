"""The order in which lines stand in a file does not matter as long as each keeps its `seq`, or its day.

Each line counts on its own day; `seq` only decides between lines of one day.
"""

from dataclasses import replace

from stepwell.errors import RecordError
from stepwell.reasoning.apply import judge_record
from stepwell.records import reader
from stepwell.records.dates import NO_EARLIEST
from stepwell.records.reader import parse_record
from tests.agreement.generator import record_of
from tests.agreement.lines import TODAY
from tests.agreement.text import loosely, shuffled
from tests.property.trying import always, finds, generator


def changed_by_shuffling(record, rng):
    """Whether the same lines in another order read as another record."""
    pathway = generator().pathway
    text = loosely(record, pathway, rng)
    return [] if _read(text, pathway) == _read(shuffled(text, rng), pathway) else ["another record"]


def _read(text, pathway):
    """The record, or that there is none: faults name lines, and so differ."""
    try:
        return parse_record(text, pathway, name="made-up")
    except RecordError:
        return None


def changed_by_writing_later(record, rng):
    """Statuses that change when the days of a record are written down in another order."""
    pathway, lines = generator().pathway, _on_whole_days(record)
    place = {int(line.on.low): rng.random() for line in lines}
    later = sorted(lines, key=lambda line: (place[int(line.on.low)], line.seq))
    before, after = (
        _statuses(pathway, record_of(record.side, _numbered(one), pathway)) for one in (lines, later)
    )
    return sorted((name, before[name], after[name]) for name in before if before[name] != after[name])


def _on_whole_days(record):
    """The lines with a whole day that name no other line, in the order of their days."""
    lines = (*record.observations, *record.events)
    alone = [line for line in lines if line.replaces is None and getattr(line, "of", None) is None]
    whole = [line for line in alone if line.on.exact and line.on.low > NO_EARLIEST]
    return sorted(whole, key=lambda line: (line.on.low, line.seq))


def _numbered(lines):
    return [replace(line, seq=seq) for seq, line in enumerate(lines, start=1)]


def _statuses(pathway, record):
    return {name: one.status for name, one in judge_record(pathway, record, TODAY).by_id.items()}


def test_shuffling_lines_changes_nothing():
    always(changed_by_shuffling, starts=("empty", "adult"))


def test_a_line_counts_on_its_day_whenever_it_was_written():
    always(changed_by_writing_later)


def test_a_reader_that_keeps_the_order_of_the_file_is_found(monkeypatch):
    monkeypatch.setattr(reader, "sorted", lambda rows, key: list(rows), raising=False)
    assert finds(changed_by_shuffling)


def test_a_course_told_in_the_order_of_writing_is_found(monkeypatch):
    def by_writing(events):
        found = {}
        for event in sorted(events, key=lambda event: event.seq):
            found.setdefault(event.intervention, []).append(event)
        return found

    monkeypatch.setattr("stepwell.reasoning.facts.by_intervention", by_writing)
    assert finds(changed_by_writing_later)
