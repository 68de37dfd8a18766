"""`stepwell demo`: a clinic of made-up people in the browser, in a folder that is gone afterwards.

Lives here: making the folder, serving it, saying where it is. Lives elsewhere: who is in it (clinic/operations/demo.py); two published
patients in the terminal (demo_terminal.py).
"""

import os
import shutil
import signal
import sys
import tempfile
import time
from argparse import Namespace
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from socket import socket
from types import FrameType
from typing import NoReturn

from stepwell.clinic.operations.ready import collect_files, let_go, migrate, set_up
from stepwell.clinic.operations.supervisor import Supervisor, listening
from stepwell.commands.common import painter
from stepwell.documents.paint import Paint
from stepwell.errors import StepwellError

NAME = "localhost"
"""Passkeys work on localhost, and not on 127.0.0.1."""
HOST = "127.0.0.1"
PORTS = 10
"""How many ports are tried, where those before are held by others."""
WORKERS = 2
MADE_UP = "Everybody in it is made up. Nothing that you write there is kept."


def run(arguments: Namespace) -> int:
    """Load the demo, serve it until Ctrl-C, and remove it."""
    begun, paint = time.monotonic(), painter(arguments)
    opened = _listening(arguments.port)
    home = Path(tempfile.mkdtemp(prefix="stepwell-demo-"))
    signal.signal(signal.SIGTERM, _ended)
    try:
        links = _load(home, opened.getsockname()[1])
        Supervisor(opened, workers=WORKERS).run(ready=lambda: _say(links, paint, time.monotonic() - begun))
    finally:
        opened.close()
        shutil.rmtree(home, ignore_errors=True)
    print("\nEnded. What the demo wrote is removed.")
    return 0


def _listening(first: int) -> socket:
    """On the first port that can be had. raises StepwellError where none can"""
    for port in range(first, first + PORTS - 1):
        try:
            return listening(HOST, port)
        except StepwellError:
            continue
    return listening(HOST, first + PORTS - 1)


def _load(home: Path, port: int) -> list[tuple[str, str]]:
    """Fill the home. returns who can sign in, in words, and the address of their link"""
    address = f"http://{NAME}:{port}"
    for name in [one for one in os.environ if one.startswith("STEPWELL_")]:
        del os.environ[name]
    os.environ.update(STEPWELL_HOME=str(home), STEPWELL_MODE="demo", STEPWELL_ADDRESS=address)
    print("Making up three clinics and their people ...", flush=True)
    set_up()
    migrate()
    collect_files()
    demo = import_module("stepwell.clinic.operations.demo")
    shown = demo.sign_ins(demo.load_demo(datetime.now(UTC).date()))
    let_go()
    return [(words, f"{address}/demo/{secret}/") for words, secret in shown]


def _say(links: list[tuple[str, str]], paint: Paint, seconds: float) -> None:
    longest = max(len(words) for words, _ in links)
    lines = [
        "",
        paint("A demo of Stepwell is open.", "bold"),
        *paint.lines(MADE_UP, "amber"),
        "",
        "Sign in by one click, each link for the first browser that opens it:",
        *(f"  {words:<{longest}}  {address}" for words, address in links),
        "",
        f"Ready after {seconds:.0f} s. Ctrl-C ends it.",
    ]
    print("\n".join(lines), flush=True)


def _ended(_signal: int, _frame: FrameType | None) -> NoReturn:
    sys.exit(0)
