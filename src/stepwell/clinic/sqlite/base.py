"""Django's SQLite back end, whose writers stand in line.

SQLite lets waiting writers poll, and some wait for seconds while others pass (stack.md 4). A lock of a file beside the database,
taken before BEGIN IMMEDIATE and given back after the end of the transaction, is fairer: it is granted by the kernel. It adds
nothing to what is safe: where it cannot be had, SQLite's own lock still holds.
"""

import fcntl
import os
from typing import Any

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    """One connection, with its place in the line."""

    _line: int | None = None

    def _start_transaction_under_autocommit(self) -> None:
        self._stand_in_line()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._leave_line()
            raise

    def _commit(self) -> Any:
        try:
            return super()._commit()  # type: ignore[misc]
        finally:
            self._leave_line()

    def _rollback(self) -> Any:
        try:
            return super()._rollback()  # type: ignore[misc]
        finally:
            self._leave_line()

    def _close(self) -> Any:
        try:
            return super()._close()  # type: ignore[misc]
        finally:
            self._leave_line()

    def _stand_in_line(self) -> None:
        name = str(self.settings_dict["NAME"])
        if self._line is None and ":memory:" not in name and "mode=memory" not in name:
            self._line = os.open(f"{name}.line", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            fcntl.flock(self._line, fcntl.LOCK_EX)

    def _leave_line(self) -> None:
        if self._line is not None:
            os.close(self._line)
            self._line = None
