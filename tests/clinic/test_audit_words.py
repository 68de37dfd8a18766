"""Whatever the program writes into the audit has words there."""

import ast
from pathlib import Path

from stepwell.clinic import alerts
from stepwell.clinic.alerts import services as alerting
from stepwell.clinic.audit.verify import VERIFIED
from stepwell.clinic.audit.words import ACTIONS
from stepwell.clinic.library.proposals import Outcome
from stepwell.clinic.library.services import CHANGED

SOURCE = Path(alerts.__file__).parent.parent
BY_NAME = {
    "VERIFIED": [VERIFIED],
    "TOLD": [alerting.TOLD],
    "ACKNOWLEDGED": [alerting.ACKNOWLEDGED],
    "action": [alerting.RAISED, alerting.JOINED],
    "reading": ["patient.read"],
}
"""Actions that a call names by something other than its own words: by the name that stands there."""
BUILT = {
    "{CHANGED[outcome]}": [f"parameters.{one}" for one in CHANGED.values()],
    "{outcome}": [f"parameters.{one}" for one in (Outcome.WITHDRAWN, Outcome.DECLINED)],
}


def actions_of(node):
    """The actions that the first argument of a call of `note` can be."""
    if isinstance(node, ast.Constant):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return [*actions_of(node.body), *actions_of(node.orelse)]
    if isinstance(node, ast.Name):
        return BY_NAME[node.id]
    if isinstance(node, ast.JoinedStr):
        return BUILT[ast.unparse(node.values[-1]).removeprefix("f'").removesuffix("'")]
    raise AssertionError(f"An action that nobody can look up: {ast.unparse(node)}")


def calls(path):
    """Every call of `note`, and of `episode_of` with a reading of its own."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id == "note" and node.args:
                yield node.args[0]
            yield from (
                one.value for one in node.keywords if one.arg == "reading" and node.func.id == "episode_of"
            )


def test_every_action_that_is_written_has_words():
    """The source is read for each call that writes into the audit; an empty reading writes nothing."""
    written = {action for path in SOURCE.rglob("*.py") for node in calls(path) for action in actions_of(node)}
    assert len(written) > 50
    assert sorted(written - {""} - set(ACTIONS)) == []
