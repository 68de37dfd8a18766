"""Making a paper: the letter or the programme as PDF, and that it was made.

Lives here: whose names stand on it, which letters make sense now. Lives elsewhere: what is in it (documents/pdf/).
"""

import re
import uuid
from dataclasses import dataclass

from stepwell.clinic.accounts.models import Membership
from stepwell.clinic.audit.services import note
from stepwell.clinic.episodes.basis import Basis
from stepwell.clinic.episodes.linking import Author
from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.sealed import Identity, identity_of
from stepwell.clinic.episodes.services import add_entry, basis
from stepwell.clinic.workspace.papers.place import with_country, with_numbers
from stepwell.clinic.workspace.programme.reading import reading_of
from stepwell.documents.pdf.header import Header
from stepwell.documents.pdf.letter import Letter, kinds
from stepwell.documents.pdf.pictures import drawn
from stepwell.documents.pdf.programme import ProgrammeDocument
from stepwell.documents.pdf.subject import Subject
from stepwell.documents.pdf.wording import wording
from stepwell.errors import StepwellError
from stepwell.knowledge.types import Pathway
from stepwell.reasoning.apply import apply

ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)+")
LANGUAGES = {"en": "English", "es": "Spanish"}


@dataclass(frozen=True)
class Offer:
    """A kind of letter: its title, and why it cannot be written now; empty where it can."""

    kind: str
    title: str
    missing: tuple[str, ...]


def offers(episode: Episode) -> list[Offer]:
    """Every kind of letter, with what is missing for it."""
    found = basis(episode)
    return [_offer(kind, found) for kind in kinds()]


def _offer(kind: str, found: Basis) -> Offer:
    words = wording("en")
    letter = Letter(kind, Subject(found.pathway, found.facts, found.plan, words))
    missing = tuple(in_titles(problem, found.pathway) for problem in _missing(letter))
    return Offer(kind, str(words(f"letter.titles.{kind}")), missing)


def _missing(letter: Letter) -> tuple[str, ...]:
    try:
        letter.values()
    except StepwellError as wrong:
        return tuple(fault.problem for fault in wrong.faults)
    return ()


def in_titles(words: str, pathway: Pathway) -> str:
    """Words of the command line with titles in the place of ids."""
    titles = {name: one.title for name, one in pathway.findings.items()}
    titles |= {name: one.title for name, one in pathway.interventions.items()}
    return ID.sub(lambda found: titles.get(found[0], found[0]), words)


def header_of(episode: Episode, by: Membership, *, receiver: str = "") -> Header:
    """The names on a paper: the person's, and who answers for it."""
    identity: Identity = identity_of(episode.person)
    return Header(
        patient=identity.name,
        born=identity.birthday or str(identity.born),
        clinician=by.user.name,
        phone=episode.person.clinic.phone,
        receiver=receiver,
    )


def letter(
    episode: Episode, kind: str, *, by: Membership, key: uuid.UUID, language: str = "en", receiver: str = ""
) -> bytes:
    """The letter as PDF, written down as made. raises StepwellError where it makes no sense now"""
    found = basis(episode)
    header = header_of(episode, by, receiver=receiver)
    clinic = episode.person.clinic
    pathway, facts = with_numbers(found.pathway, clinic), with_country(found.facts, clinic)
    subject = Subject(pathway, facts, found.plan, wording(language), header)
    content = Letter(kind, subject).pdf()
    add_entry(episode, "letter", by=Author.of(by), key=key, letter=kind, language=language, receiver=receiver)
    return content


def programme(
    episode: Episode,
    *,
    by: Membership,
    version: int | None = None,
    large: bool = False,
    chart: bool = False,
    language: str = "en",
) -> bytes:
    """The programme as PDF, now or as a version made it. raises StepwellError, LookupError"""
    reading = reading_of(episode, version=version, language=language)
    found = basis(episode)
    clinic = episode.person.clinic
    document = ProgrammeDocument(
        with_numbers(reading.pathway, clinic),
        reading.programme,
        reading.session,
        with_country(reading.facts, clinic),
        wording(language),
        header_of(episode, by),
        pictures=drawn(reading.pathway, episode.side),
        large=large,
        step=apply(reading.pathway, found.record, reading.day).step,
        chart=chart,
    )
    content = document.pdf()
    note("programme.printed", by=by, subject=episode.pk, version=reading.version)
    return content
