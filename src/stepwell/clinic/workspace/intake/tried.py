"""What more is asked of an earlier treatment: the parts of an injection or an operation, and how a medicine was stopped.

Lives here: those fields of a row and the parts of a line that they become. Lives elsewhere: the row as a whole (intake/treatments.py),
the words and which treatments these are (advice/procedures.py, advice/words.py).

    t.N.side  t.N.guidance  t.N.agent  t.N.dose  t.N.rest  t.N.stop  t.N.why      for the row N; `rest` says that what is empty is not known
"""

from collections.abc import Mapping

from stepwell.clinic.workspace.advice.procedures import SIDES, crosses, in_units, is_procedure
from stepwell.clinic.workspace.advice.services import SIDE_NOT_KNOWN
from stepwell.clinic.workspace.advice.words import STOPPED, TAPERED
from stepwell.clinic.workspace.intake.answers import Values
from stepwell.knowledge.types import Intervention, Pathway
from stepwell.records.faults import Unreadable
from stepwell.records.parts import read_part
from stepwell.records.types import NOT_SURE

FIELDS = ("side", "guidance", "agent", "dose", "rest", "stop", "why")
PARTS = {"needle": ("guidance", "agent", "dose"), "surgery": ()}


def more_of(one: Intervention, typed: Mapping[str, str], pathway: Pathway, *, side: str) -> Values:
    """The parts of a line of an earlier treatment.

    side    the side that the record is about
    raises  Unreadable where one is missing that is not said to be unknown
    """
    said = [words for words in (_how(one, typed), _where(one, typed, side), typed["why"]) if words]
    parts = _parts(one, typed, pathway) if is_procedure(one) and typed["event"] == "done" else {}
    if is_procedure(one) and typed["side"] in SIDES:
        parts["side"] = typed["side"]
    return {**parts, "reason": " ".join(said)} if said else parts


def _where(one: Intervention, typed: Mapping[str, str], side: str) -> str:
    """raises Unreadable where the side is missing, or another than that of the record without a reason"""
    if not is_procedure(one) or typed["event"] == "declined":
        return ""
    if typed["side"] not in (*SIDES, NOT_SURE):
        raise Unreadable("the side is missing.", "Choose it, or not known.")
    if crosses(typed["side"], side) and not typed["why"]:
        problem = f"this record is about the {side} side, and the treatment was on another: {typed['side']}."
        raise Unreadable(problem, "If it is meant so, write why it is told here under Why.")
    return SIDE_NOT_KNOWN if typed["side"] == NOT_SURE else ""


def _how(one: Intervention, typed: Mapping[str, str]) -> str:
    """raises Unreadable where a medicine was stopped that has to be tapered, and it is not said how, or why at once"""
    if not one.taper or typed["event"] != "stopped":
        return ""
    if typed["stop"] not in STOPPED:
        raise Unreadable("this medicine is tapered.", "Choose how it was stopped.")
    if typed["stop"] != TAPERED and not typed["why"]:
        raise Unreadable("this medicine is tapered, and it was not.", "Write why under Why.")
    return STOPPED[typed["stop"]]


def _parts(one: Intervention, typed: Mapping[str, str], pathway: Pathway) -> Values:
    """raises Unreadable"""
    found: Values = {}
    names = PARTS[one.kind]
    for name in names:
        if typed[name]:
            found[name] = _amount(typed[name]) if name == "dose" and in_units(one) else typed[name]
            if found[name] != NOT_SURE:
                read_part(found[name], name, pathway)
        elif typed["rest"]:
            found[name] = NOT_SURE
    missing = [name for name in names if name not in found]
    if missing:
        raise Unreadable(
            f"{' and '.join(missing)} missing.", "Fill them, or tick that what is empty is not known."
        )
    if not typed["target"] and typed["rest"]:
        found["target"] = NOT_SURE
    elif not typed["target"]:
        raise Unreadable("into or at what is missing.", "Choose it, or tick that what is empty is not known.")
    return found


def _amount(written: str) -> str:
    """Units of a product as a record writes them. raises Unreadable"""
    if not (written.isascii() and written.isdigit()):
        raise Unreadable("units are a whole number.", "Write the units of the product in digits.")
    return f"{int(written)} units"
