"""What the log says of a fault: where in the program, and never with which values.

Lives here: leaving out what a message or an address may carry. Lives elsewhere: which logs there are (settings.py), the line of each
request (middleware.py).
"""

import logging
import traceback
from typing import Any


class Places(logging.Formatter):
    """The lines of the program through which a fault came, and its type. The words of a fault may hold an answer."""

    def formatException(self, ei: Any) -> str:
        """As places."""
        kind, fault, _ = ei
        frames = traceback.format_tb(fault.__traceback__) if fault else []
        return "".join(frames) + (kind.__name__ if kind else "")


class Unaddressed(logging.Filter):
    """A request is named by its id: its address may carry the secret of a link."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always kept, under other words."""
        asked = getattr(record, "request", None)
        record.msg, record.args = "request %s failed", (getattr(asked, "id", "-"),)
        return True
