"""One record as a FHIR R4 Bundle of type `collection`: what another system, or another Stepwell, reads.

Lives here: which resource says what. Lives elsewhere: reading one back (administration/importing/bundle.py), the same for a whole
population (simulate/writing/fhir.py).

    Patient              name, day or year of birth, e-mail, phone
    Condition            the complaint, with its side
    Observation          each answer and result that counts today; a line that was corrected is left out
    MedicationStatement  a medicine from its start until it was stopped
    Procedure            a test or treatment that was done

Findings and treatments carry their id under `urn:stepwell:...` and, where the knowledge knows one, the LOINC or ATC code. What FHIR has
no plain place for (advice declined, signs settled, exercises by day, notes) stands in the JSON of everything instead.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from stepwell.clinic.administration.importing.meanings import EPISODES, FINDINGS, INTERVENTIONS, SYSTEMS
from stepwell.clinic.episodes.basis import Basis
from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.sealed import Identity
from stepwell.documents.codes import uncoded
from stepwell.knowledge.types import Finding, Intervention, Pathway
from stepwell.records.bounds import Bounds
from stepwell.records.dates import NO_EARLIEST
from stepwell.records.types import NOT_SURE, CourseEvent, Observation, Value
from stepwell.records.values import in_words

Resource = dict[str, Any]
UCUM = "http://unitsofmeasure.org"
ABSENT = {"system": "http://terminology.hl7.org/CodeSystem/data-absent-reason", "code": "asked-unknown"}
CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical"
STARTED, STOPPED, DONE = "started", "stopped", "done"


def bundle_of(episode: Episode, identity: Identity, basis: Basis, now: datetime) -> Resource:
    """The record as a Bundle."""
    resources = _Resources(episode, basis.pathway)
    found = [resources.patient(identity), resources.condition()]
    found += [resources.observation(one) for one in basis.seen.observations]
    found += resources.courses(basis.seen.events)
    entries = [{"fullUrl": f"urn:uuid:{one['id']}", "resource": one} for one in found]
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": now.isoformat(timespec="seconds"),
        "entry": entries,
    }


class _Resources:
    """The resources of one episode."""

    def __init__(self, episode: Episode, pathway: Pathway) -> None:
        self.episode = episode
        self.pathway = pathway
        self.subject = {"reference": f"urn:uuid:{episode.person_id}"}

    def patient(self, identity: Identity) -> Resource:
        reach = (("email", identity.email), ("phone", identity.phone))
        telecom = [{"system": system, "value": value} for system, value in reach if value]
        return {
            "resourceType": "Patient",
            "id": str(self.episode.person_id),
            "name": [{"use": "official", "text": identity.name}],
            "birthDate": identity.birthday or f"{identity.born:04}",
            **({"telecom": telecom} if telecom else {}),
        }

    def condition(self) -> Resource:
        code = {"coding": [{"system": EPISODES, "code": self.pathway.id}], "text": self.pathway.title}
        status = "resolved" if self.episode.closed_at else "active"
        return {
            **self._about("Condition", "condition"),
            "clinicalStatus": {"coding": [{"system": CLINICAL, "code": status}]},
            "code": code,
            "bodySite": [{"text": self.episode.side}],
            "recordedDate": self.episode.opened_at.date().isoformat(),
        }

    def observation(self, line: Observation) -> Resource:
        finding = self.pathway.findings[line.finding]
        return {
            **self._about("Observation", f"{line.seq}"),
            "status": "final",
            "code": _concept(FINDINGS, finding),
            **_when("effective", line.on),
            **({"bodySite": {"text": line.side}} if line.side else {}),
            **_value(line.value, finding),
        }

    def courses(self, events: tuple[CourseEvent, ...]) -> Iterator[Resource]:
        """Medicines with their start and end, and what was done."""
        known = self.pathway.interventions
        ends = {one.of: one for one in events if one.event == STOPPED}
        for one in events:
            found = known.get(one.intervention)
            if found is not None and found.kind == "medicine" and one.event == STARTED:
                yield self._medicine(one, found, ends.get(one.seq) or _next_end(one, events))
            elif found is not None and one.event == DONE:
                yield self._procedure(one, found)

    def _medicine(self, one: CourseEvent, found: Intervention, end: CourseEvent | None) -> Resource:
        period = {"start": _day(int(one.on.high))} | ({"end": _day(int(end.on.high))} if end else {})
        return {
            **self._about("MedicationStatement", f"{one.seq}"),
            "status": "completed" if end else "active",
            "medicationCodeableConcept": _concept(INTERVENTIONS, found),
            "effectivePeriod": period,
        }

    def _procedure(self, one: CourseEvent, found: Intervention) -> Resource:
        return {
            **self._about("Procedure", f"{one.seq}"),
            "status": "completed",
            "code": _concept(INTERVENTIONS, found),
            **_when("performed", one.on),
            **({"bodySite": [{"text": one.side}]} if one.side else {}),
        }

    def _about(self, kind: str, name: str) -> Resource:
        place = UUID(str(self.episode.pk))
        return {"resourceType": kind, "id": str(uuid5(place, f"{kind} {name}")), "subject": self.subject}


def _next_end(start: CourseEvent, events: tuple[CourseEvent, ...]) -> CourseEvent | None:
    """The first end of the same treatment after a start, before it is started again."""
    later = (one for one in events if one.seq > start.seq and one.intervention == start.intervention)
    following = next((one for one in later if one.event in (STARTED, STOPPED)), None)
    return following if following and following.event == STOPPED and following.of is None else None


def _concept(system: str, one: Finding | Intervention) -> Resource:
    codes = [
        {"system": SYSTEMS[name], "code": code}
        for name, code in one.codes.items()
        if name in SYSTEMS and isinstance(code, str)
    ]
    return {"coding": [{"system": system, "code": one.id}, *codes], "text": uncoded(one.title)}


def _value(value: Value | None, finding: Finding) -> Resource:
    if isinstance(value, bool):
        return {"valueBoolean": value}
    if isinstance(value, Bounds):
        low, high = (_quantity(int(end), finding) for end in (value.low, value.high))
        return {"valueQuantity": low} if value.exact else {"valueRange": {"low": low, "high": high}}
    if value in (None, NOT_SURE):
        return {"dataAbsentReason": {"coding": [ABSENT]}}
    coding = {"system": f"{FINDINGS}:{finding.id}", "code": value}
    return {"valueCodeableConcept": {"coding": [coding], "text": finding.options.get(str(value), str(value))}}


def _quantity(scaled: int, finding: Finding) -> Resource:
    written = in_words(scaled, finding.decimals)
    unit = {"unit": finding.unit, "system": UCUM, "code": finding.unit} if finding.unit else {}
    return {"value": float(written) if "." in written else int(written), **unit}


def _when(word: str, on: Bounds) -> Resource:
    """A day, or a period with what is known of its ends; nothing for what has no day."""
    low, high = int(on.low), int(on.high)
    if high == NO_EARLIEST:
        return {}
    if low == high:
        return {f"{word}DateTime": _day(high)}
    start = {} if low == NO_EARLIEST else {"start": _day(low)}
    return {f"{word}Period": {**start, "end": _day(high)}}


def _day(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()
