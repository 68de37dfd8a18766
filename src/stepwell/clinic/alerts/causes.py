"""Why somebody waits: exits that opened, and signs that the person told of.

Lives here: the causes of an alert, sealed and opened. Lives elsewhere: which exits and signs there are (knowledge/dgs), what raises an
alert (alerts/services.py).
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from stepwell.clinic.keeping.keys import seal, unseal
from stepwell.knowledge.types import Pathway

URGENCIES = ("emergency", "same-day")
"""What cannot wait until somebody looks at the caseload by themselves."""
EXIT, SIGN = "exit", "sign"


@dataclass(frozen=True)
class Cause:
    """One reason.

    kind   EXIT or SIGN
    of     the id of the exit or of the finding
    value  the answer to a sign
    at     when the exit opened, or when the person says the sign was there
    aside  whether the sign came in an event that was set aside, and so opened nothing
    """

    kind: str
    of: str
    at: str
    value: str = ""
    aside: bool = False


def exits_now(board: Mapping[str, Any]) -> frozenset[str]:
    """The open exits of a stored row that cannot wait."""
    return frozenset(board.get("exits", ()))


def alarming(
    lines: Iterable[Mapping[str, Any]], pathway: Pathway, *, at: str, aside: bool = False
) -> list[Cause]:
    """The signs among lines that cannot wait. The lines say yes, or what counts as yes."""
    return [
        Cause(SIGN, line["finding"], at, str(line["value"]), aside)
        for line in lines
        if pathway.findings[line["finding"]].flag in URGENCIES
    ]


def sealed_causes(causes: Sequence[Cause], secret: bytes, alert: object) -> bytes:
    """Causes, sealed for their alert."""
    packed = json.dumps([asdict(one) for one in causes], separators=(",", ":"))
    return seal(secret, packed.encode(), about=_about(alert))


def opened_causes(sealed: bytes | memoryview, secret: bytes, alert: object) -> list[Cause]:
    """The causes of an alert. raises Unopened"""
    return [Cause(**one) for one in json.loads(unseal(secret, bytes(sealed), about=_about(alert)))]


def _about(alert: object) -> str:
    return f"{alert}:alert"
