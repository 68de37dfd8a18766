"""A child of the supervisor: it sets Django up, does one thing, and ends when the supervisor does.

Lives here: beginning, and asking the kernel for the end. Lives elsewhere: starting and ending children in order (supervisor.py),
what they do (web.py, work.py).

Without that end, a supervisor that was killed would leave children behind which hold the port.

    python -m stepwell.clinic.operations.child PARENT web SOCKET WORKERS
    python -m stepwell.clinic.operations.child PARENT work
"""

import ctypes
import os
import signal
import sys
from importlib import import_module

from stepwell.clinic.operations.ready import set_up

PR_SET_PDEATHSIG = 1
"""linux/prctl.h"""


def end_with_parent(parent: int) -> None:
    """Get SIGTERM when the process that started this one ends, however it ends.

    parent  its id; where it has ended already, so does this process
    """
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        sys.exit(0)


def main(parent: str, name: str, *words: str) -> None:
    """Do what is named until told to stop."""
    end_with_parent(int(parent))
    set_up()
    import_module(f"stepwell.clinic.operations.{name}").main(*map(int, words))


if __name__ == "__main__":
    main(*sys.argv[1:])
