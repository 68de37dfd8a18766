"""One command and one port: keeps the web workers and the task worker running, and ends both.

Lives here: starting children, starting them again where they die, ending them. Lives elsewhere: what they do (web.py, work.py).
"""

import http.client
import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType

from stepwell.errors import Fault, StepwellError

LOG = logging.getLogger("stepwell.supervisor")

END_SECONDS = 8.0
"""How long children get to end by themselves."""
LOOK_SECONDS = 0.2
ANSWER_SECONDS = 2.0
FIRST_WAIT, LONGEST_WAIT = 0.5, 30.0
"""Seconds before a child that died is started again: twice as many each time."""
STEADY_SECONDS = 60.0
"""A child that ran this long counts as well again."""
BACKLOG = 1024


def listening(host: str, port: int) -> socket.socket:
    """A socket on which the web workers will listen. raises StepwellError where the port cannot be had"""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0][0]
        opened = socket.create_server((host, port), family=family, backlog=BACKLOG)
    except (OSError, OverflowError) as wrong:
        said = os.strerror(wrong.errno) if isinstance(wrong, OSError) and wrong.errno else str(wrong)
        problem = f"{host}:{port} cannot be listened on: {said}."
        remedy = "End what holds it, or name another with --port or --host."
        raise StepwellError([Fault("serve", 0, problem, remedy)]) from None
    opened.set_inheritable(True)
    return opened


@dataclass
class Child:
    """One child: how it is started, and how it has done so far."""

    name: str
    words: list[str]
    sockets: tuple[int, ...] = ()
    running: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    wait: float = FIRST_WAIT
    due: float = 0.0

    def start(self) -> None:
        """Start it; it ends when this process does."""
        program = [sys.executable, "-m", "stepwell.clinic.operations.child", str(os.getpid()), self.name]
        self.running = subprocess.Popen([*program, *self.words], pass_fds=self.sockets)  # noqa: S603
        self.started = time.monotonic()

    def look(self) -> None:
        """Start it again where it died, after a wait that grows."""
        now = time.monotonic()
        if self.running is not None and (code := self.running.poll()) is not None:
            if now - self.started > STEADY_SECONDS:
                self.wait = FIRST_WAIT
            LOG.error("%s ended with %s and is started again in %.1f s", self.name, code, self.wait)
            self.running, self.due = None, now + self.wait
            self.wait = min(2 * self.wait, LONGEST_WAIT)
        elif self.running is None and now >= self.due:
            self.start()


class Supervisor:
    """The children of one clinic."""

    def __init__(self, opened: socket.socket, *, workers: int) -> None:
        web = Child("web", [str(opened.fileno()), str(workers)], (opened.fileno(),))
        self.children = [web, Child("work", [])]
        self.opened, self.ending = opened, False

    def run(self, ready: Callable[[], None] = lambda: None) -> None:
        """Keep them running until SIGTERM or Ctrl-C.

        ready  called once the first page has been answered
        """
        kept = {one: signal.signal(one, self._end) for one in (signal.SIGTERM, signal.SIGINT)}
        try:
            for child in self.children:
                child.start()
            said = False
            while not self.ending:
                time.sleep(LOOK_SECONDS)
                if not said and (said := self._answers()):
                    ready()
                for child in self.children:
                    child.look()
        finally:
            self.end()
            for one, handler in kept.items():
                signal.signal(one, handler)

    def _answers(self) -> bool:
        """Whether the web workers do."""
        host, port = self.opened.getsockname()[:2]
        try:
            asked = http.client.HTTPConnection(host, port, timeout=ANSWER_SECONDS)
            asked.request("GET", "/alive/", headers={"Host": "localhost"})
            return asked.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False

    def _end(self, _signal: int, _frame: FrameType | None) -> None:
        self.ending = True

    def end(self) -> None:
        """End all of them: asked first, made to after some seconds."""
        alive = [one.running for one in self.children if one.running is not None]
        for process in alive:
            process.terminate()
        until = time.monotonic() + END_SECONDS
        for process in alive:
            try:
                process.wait(max(0.0, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
