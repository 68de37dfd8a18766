"""A FHIR R4 Bundle of people: Patient, Condition, Observation, MedicationStatement.

Lives here: which part of a resource says what. Lives elsewhere: elements of a resource (importing/elements.py), what a code means
(importing/meanings.py), what is checked (importing/checks.py), the same for a whole population (population/intake/fhir.py, whose reading this follows).

    Observation          a value, also of each component. A comparator or a range gives bounds. Entered in error or cancelled: left
                         out. A reason for absent data is "not sure" only where it begins with `asked`
    Condition            a yes to a finding whose code is known; of the pathway itself: the side of the episode. Refuted,
                         unconfirmed and in error: left out
    MedicationStatement  a medicine started and, where it ended, stopped
    Patient              name, day of birth, sex as given at birth where that is recorded, country, e-mail, phone

Known codes are LOINC and ATC codes of the knowledge, and its ids under `urn:stepwell:findings` and `urn:stepwell:interventions`. A code
that is not known is left out and counted. A row is the place of a resource in the Bundle, from 1.
"""

import json
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from stepwell.clinic.administration.importing.drafts import Draft, Reading, Wrong
from stepwell.clinic.administration.importing.elements import (
    Resource,
    codings,
    dig,
    effective,
    items,
    name_of,
    reach_of,
    shown_code,
    stated,
    text_of,
    unit_of,
    whole_day,
)
from stepwell.clinic.administration.importing.meanings import EPISODES, Meanings
from stepwell.clinic.administration.importing.units import WITHOUT_UNIT, words
from stepwell.records.dates import span
from stepwell.records.faults import Unreadable
from stepwell.records.types import NOT_SURE

BIRTH_SEX = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex"
SEX = {"F": "female", "M": "male", "female": "female", "male": "male"}
UNUSED = ("entered-in-error", "cancelled")
UNSURE = ("entered-in-error", "refuted", "unconfirmed", "provisional", "differential")
TAKEN = ("active", "completed", "stopped", "on-hold")
ENDED = ("completed", "stopped")
MOST_RESOURCES = 20_000
_UNKNOWN = "No code of it is known. Known are LOINC and ATC codes of the knowledge, and its own ids."
_EMPTY = "It has no value."


def read_bundle(text: str, meanings: Meanings, today: date, *, side: str = "") -> Reading:
    """The people of a Bundle. What is wrong is noted, never raised.

    side   of an episode for which no Condition says it
    """
    reading = Reading()
    try:
        bundle = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError):
        reading.wrong.append(Wrong(0, "", "the file is not JSON.", "Export it again as a FHIR Bundle."))
        return reading
    found = list(_resources(bundle))
    if dig(bundle, "resourceType") != "Bundle" or not found or len(found) > MOST_RESOURCES:
        problem = f"the file is no Bundle with 1 to {MOST_RESOURCES} resources."
        reading.wrong.append(Wrong(0, "resourceType", problem, "Export it again as a FHIR R4 Bundle."))
        return reading
    _Bundle(found, meanings, reading, today, side).read()
    return reading


def _no_number(name: str) -> float:
    raise ValueError(name)


def _resources(bundle: Any) -> Iterator[tuple[int, str, Resource]]:
    for row, entry in enumerate(items(bundle, "entry"), start=1):
        resource = dig(entry, "resource")
        if isinstance(resource, dict):
            yield row, text_of(entry, "fullUrl"), resource


class _Bundle:
    """Reads resources into drafts."""

    def __init__(
        self,
        found: list[tuple[int, str, Resource]],
        meanings: Meanings,
        reading: Reading,
        today: date,
        side: str,
    ) -> None:
        self.found = found
        self.meanings = meanings
        self.reading = reading
        self.today = today
        self.side = side
        self.people: dict[str, Draft] = {}

    def read(self) -> None:
        kinds: dict[str, Callable[[Draft, int, Resource], None]] = {
            "Observation": self._observation,
            "Condition": self._condition,
            "MedicationStatement": self._medication,
        }
        for row, url, resource in self.found:
            if text_of(resource, "resourceType") == "Patient":
                self._patient(row, url, resource)
        for row, _, resource in self.found:
            kind = text_of(resource, "resourceType")
            if kind in kinds:
                self._about(kinds[kind], row, kind, resource)
            elif kind != "Patient":
                self.reading.left_out[(kind[:40] or "no type", "This kind of resource is not read.")] += 1
        self.reading.drafts = list(dict.fromkeys(self.people.values()))
        for draft in self.reading.drafts:
            draft.side = draft.side or self.side

    def _patient(self, row: int, url: str, patient: Resource) -> None:
        written = text_of(patient, "birthDate")
        year = written[:4]
        born = int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None
        draft = Draft(row, name_of(patient), born, whole_day(written))
        for part in ("email", "phone"):
            setattr(draft, part, reach_of(patient, part))
        if not draft.name:
            draft.fault(row, "Patient.name", "there is no name.", "Add the name.")
        if born is None:
            draft.fault(row, "Patient.birthDate", "there is no year of birth.", "Add it.")
        self._said_of_patient(draft, row, patient)
        for name in {url, f"Patient/{text_of(patient, 'id')}", f"urn:uuid:{text_of(patient, 'id')}"} - {""}:
            self.people[name] = draft

    def _said_of_patient(self, draft: Draft, row: int, patient: Resource) -> None:
        at_birth = (one for one in items(patient, "extension") if text_of(one, "url") == BIRTH_SEX)
        sex = SEX.get(text_of(next(at_birth, None), "valueCode") or text_of(patient, "gender"))
        if sex:
            self._add(draft, row, "Patient.gender", "sex", sex, self.today.isoformat())
        country = text_of(patient, "address", 0, "country").upper()
        if country in self.meanings.pathway.findings["country"].options:
            self._add(draft, row, "Patient.address", "country", country, self.today.isoformat())

    def _about(
        self, read: Callable[[Draft, int, Resource], None], row: int, kind: str, resource: Resource
    ) -> None:
        who = text_of(resource, "subject", "reference")
        draft = self.people.get(who) or self.people.get("Patient/" + who.rpartition("/Patient/")[2])
        if draft is None:
            self.reading.left_out[(kind, "It is not about a Patient of this Bundle.")] += 1
        else:
            read(draft, row, resource)

    def _observation(self, draft: Draft, row: int, resource: Resource) -> None:
        if text_of(resource, "status") in UNUSED:
            return self._leave_out("Observation", "It was cancelled or entered in error.")
        on = self._on(draft, row, "Observation.effective", effective(resource))
        side = self._side(draft, row, "Observation.bodySite", dig(resource, "bodySite"))
        parts = [resource, *items(resource, "component")]
        for part in parts:
            if part is resource and len(parts) > 1 and stated(part) is None:
                continue
            self._value(draft, row, part, on, side)
        return None

    def _value(self, draft: Draft, row: int, part: Any, on: Any, side: str) -> None:
        name = self._finding(part, "Observation")
        if name is None:
            return None
        written = stated(part)
        if written is None:
            return self._leave_out(name, _EMPTY)
        finding = self.meanings.pathway.findings.get(name)
        unit = unit_of(part)
        counted = finding is not None and finding.type == "number" and finding.unit not in WITHOUT_UNIT
        if finding and counted and unit is None and written != NOT_SURE:
            remedy = f"Give the unit: {finding.unit} and what converts to it exactly."
            return draft.fault(row, f"{name} unit", f"{name} has no unit.", remedy)
        return self._add(draft, row, f"{name} value", name, written, on, unit=unit, side=side)

    def _condition(self, draft: Draft, row: int, resource: Resource) -> None:
        doubts = [text_of(one, "code") for one in items(resource, "verificationStatus", "coding")]
        if any(one in UNSURE for one in doubts):
            return self._leave_out("Condition", "It is refuted, not confirmed, or entered in error.")
        side = self._side(draft, row, "Condition.bodySite", dig(resource, "bodySite", 0))
        if f"{EPISODES}|{self.meanings.pathway.id}" in codings(dig(resource, "code")):
            draft.side = side or draft.side
            return None
        name = self._finding(resource, "Condition")
        if name is None:
            return None
        began = text_of(resource, "onsetDateTime") or text_of(resource, "onsetPeriod", "start")
        on = self._on(draft, row, "Condition.onset", (began or text_of(resource, "recordedDate"), ""))
        return self._add(draft, row, "Condition.code", name, "yes", on, side=side)

    def _medication(self, draft: Draft, row: int, resource: Resource) -> None:
        status = text_of(resource, "status")
        if status not in TAKEN:
            return self._leave_out("MedicationStatement", "It says of no medicine that it was taken.")
        name = self.meanings.code(codings(dig(resource, "medicationCodeableConcept")))
        if name is None or name not in self.meanings.pathway.interventions:
            return self._leave_out(shown_code(dig(resource, "medicationCodeableConcept")), _UNKNOWN)
        start, end = effective(resource)
        column = "MedicationStatement.effective"
        began = self._on(draft, row, column, (start, ""))
        self._add(draft, row, column, name, "started", began)
        if end or status in ENDED:
            ended = self._on(draft, row, column, (end, "")) if end else _until(began, self.today)
            self._add(draft, row, column, name, "stopped", ended)
        return None

    def _finding(self, part: Any, kind: str) -> str | None:
        """The finding of a code; what is not known or cannot be recorded is left out."""
        found = codings(dig(part, "code"))
        name = self.meanings.code(found)
        if name is None:
            self._leave_out(shown_code(dig(part, "code")) or kind, _UNKNOWN)
        elif self.meanings.is_derived(name):
            self._leave_out(name, "It follows from other answers, and so is not recorded.")
            return None
        return name

    def _leave_out(self, what: str, why: str) -> None:
        self.reading.left_out[(what, why)] += 1

    def _side(self, draft: Draft, row: int, column: str, concept: Any) -> str:
        if concept is None:
            return ""
        spelled = [text_of(one, "code") for one in items(concept, "coding")] + [text_of(concept, "text")]
        side = next((words()[one.casefold()] for one in spelled if words().get(one.casefold()) in _SIDES), "")
        if not side:
            draft.fault(row, column, "this is no side.", "Code it as left, right or both.")
        return side

    def _on(self, draft: Draft, row: int, column: str, written: tuple[str, str]) -> Any:
        """A day, or its bounds: of a month, a year or a period. Without a day: some day until today."""
        start, end = (one[:10] for one in written)
        if not start and not end:
            return {"before": date.fromordinal(self.today.toordinal() + 1).isoformat()}
        try:
            low, high = span(start or end, key="on")
            high = span(end, key="on")[1] if end else high
        except Unreadable as wrong:
            draft.fault(row, column, wrong.problem, wrong.remedy)
            return self.today.isoformat()
        high = min(high, self.today.toordinal())
        if low > high:
            draft.fault(row, column, "this day is still to come, or ends before it begins.", "Correct it.")
            return self.today.isoformat()
        first, last = (date.fromordinal(one).isoformat() for one in (low, high))
        return first if first == last else {"from": first, "to": last}

    def _add(
        self,
        draft: Draft,
        row: int,
        column: str,
        name: str,
        written: Any,
        on: Any,
        *,
        unit: str | None = None,
        side: str = "",
    ) -> None:
        try:
            value = self.meanings.value(name, written, unit)
        except Unreadable as wrong:
            return draft.fault(row, column, wrong.problem, wrong.remedy)
        finding = self.meanings.pathway.findings.get(name)
        sided = {"side": side} if side and (finding is None or finding.per_side) else {}
        return draft.add({"finding": name, "value": value, "on": on, **sided}, row, column)


_SIDES = ("left", "right", "both")


def _until(began: Any, today: date) -> Any:
    """Some day after a start."""
    start = began.get("from") if isinstance(began, dict) else began
    if start is None:
        return began
    return start if start == today.isoformat() else {"from": start, "to": today.isoformat()}
