"""`stepwell serve`: the clinic on one port, until it is ended.

Lives here: what must hold before, and what is said. Lives elsewhere: keeping it running (clinic/operations/supervisor.py).
"""

from argparse import Namespace

from django.conf import settings

from stepwell.clinic.operations.ready import collect_files, let_go, require_key, require_migrated
from stepwell.clinic.operations.restore import require_whole
from stepwell.clinic.operations.supervisor import Supervisor, listening
from stepwell.errors import Fault, StepwellError

MOST_WORKERS = 64


def run(arguments: Namespace) -> int:
    """Serve until SIGTERM or Ctrl-C. raises StepwellError where it cannot"""
    if not 1 <= arguments.workers <= MOST_WORKERS:
        problem = f"{arguments.workers} is not usable."
        raise StepwellError([Fault("--workers", 0, problem, f"Write a number from 1 to {MOST_WORKERS}.")])
    require_key()
    require_migrated()
    require_whole()
    with listening(arguments.host, arguments.port) as opened:
        collect_files()
        let_go()
        host, port = opened.getsockname()[:2]
        address = settings.HOME.address.geturl()
        words = f"Serving on {host}:{port}, for people at {address}. Ctrl-C ends it."
        Supervisor(opened, workers=arguments.workers).run(ready=lambda: print(words, flush=True))
    return 0
