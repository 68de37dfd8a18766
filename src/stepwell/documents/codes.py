"""Texts of the knowledge without the numbers that they have in the evidence pack.

Lives here: `uncoded`. Lives elsewhere: the numbers themselves (docs/evidence), conflicts (`C03`) and statements (`S09`),
which a clinician's page explains and therefore keeps.

On paper a number such as NS15 tells nobody anything: neither the person in pain nor the practice that gets the letter.
"""

import re

_CODE = r"(?:NS|IJ|GB|RF|H)\d\d[a-z]?"
_LEADING = r"(?:NS|IJ|GB|RF|H|C)\d\d[a-z]?"
_LIST = rf"{_CODE}(?:(?:, |; |-|/| and ){_CODE})*"
IN_BRACKETS = re.compile(rf"\s*\({_LIST}\)")
AT_THE_END_OF_BRACKETS = re.compile(rf"[;,] {_LIST}(?=\))")
AT_THE_START = re.compile(rf"^{_LEADING}(?:(?:, | and ){_LEADING})*[:.] +(?=\S)")


def uncoded(words: str) -> str:
    """A text without numbers of the evidence pack; an empty text stays empty.

    >>> uncoded("Low-dose aspirin (NS16)")
    'Low-dose aspirin'
    >>> uncoded("Heart failure that limits activity (NYHA II or worse; NS05, GB10)")
    'Heart failure that limits activity (NYHA II or worse)'
    >>> uncoded("IJ05: only a specialist decides in pregnancy.")
    'Only a specialist decides in pregnancy.'
    """
    bare = AT_THE_START.sub("", AT_THE_END_OF_BRACKETS.sub("", IN_BRACKETS.sub("", words)))
    return bare if bare == words else f"{bare[:1].upper()}{bare[1:]}"
