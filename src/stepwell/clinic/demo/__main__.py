"""`python -m stepwell.clinic.demo [DAY]`: what each made-up person's plan says, for those who change a script.

Lives here: the table. Lives elsewhere: whether it is as it should be (tests/clinic/test_demo_people.py).
"""

import sys
from collections import Counter
from datetime import date
from time import perf_counter

from stepwell.clinic.demo.people import DemoPerson, as_record, pathway, people
from stepwell.reasoning.apply import apply
from stepwell.records.reader import parse_record


def main(arguments: list[str]) -> None:
    """Print one line for each person, and how many there are of each step and need."""
    today = date.fromisoformat(arguments[0]) if arguments else date.today()  # noqa: DTZ011  a demo opens on the local day
    begun = perf_counter()
    everybody = people(today)
    seconds = perf_counter() - begun
    steps = [_told(person, today) for person in everybody]
    lines = sum(len(save.lines) for person in everybody for save in person.saves)
    print(Counter(steps), Counter(person.shows.need for person in everybody))
    print(f"{len(everybody)} people, {lines} lines, {seconds:.2f} s")


def _told(person: DemoPerson, today: date) -> str:
    plan = apply(pathway(), parse_record(as_record(person), pathway(), name=person.id), today)
    advised = [
        one.id for one in plan.recommendations if one.status in ("recommended", "prepare") and not one.part_of
    ]
    lines = sum(len(save.lines) for save in person.saves)
    print(
        f"{person.clinic:10}{person.id:18}{person.shows.need:12}{plan.step:26}{lines:5}  {' '.join(advised)}"
    )
    return plan.step


if __name__ == "__main__":
    main(sys.argv[1:])
