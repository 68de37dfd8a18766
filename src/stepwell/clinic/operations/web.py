"""The web workers: gunicorn with threads, on a socket that the supervisor opened.

Lives here: how gunicorn is set, and what it may log. Lives elsewhere: starting it again where it dies (supervisor.py).
"""

import gc
import sys
from typing import Any

from django.urls import get_resolver
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]
from gunicorn.glogging import Logger  # type: ignore[import-untyped]

from stepwell.clinic.pathway import pathway_with
from stepwell.clinic.wsgi import application

THREADS = 4
SWITCH_SECONDS = 0.0005
"""How long a thread may keep the others of its worker waiting. Python's five milliseconds are too long for the one that holds the lock of
the database: it gives way at every statement, and all workers stand in line behind it."""
GRACE_SECONDS = 6
"""How long a request may still run when the clinic is ended."""


class Quiet(Logger):  # type: ignore[misc]  # gunicorn has no types
    """No address of a page and none of a person comes into the log: the application logs each request by its id."""

    def exception(self, msg: object, *args: object, **more: Any) -> None:
        """That a request failed before the application saw it, or after."""
        self.error_log.error("A request failed outside of the application.")


class Web(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """The application, loaded once and shared by all workers."""

    def __init__(self, chosen: dict[str, Any]) -> None:
        self.chosen = chosen
        super().__init__()

    def load_config(self) -> None:
        """What was chosen."""
        for name, value in self.chosen.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The application with its knowledge and all its pages, so that the first one is as fast as the next. What is loaded stays: nobody looks
        through it for what is no longer needed."""
        pathway_with("{}")
        list(get_resolver().url_patterns)
        gc.collect()
        gc.freeze()
        return application


def main(socket: int, workers: int) -> None:
    """Serve until told to stop."""
    sys.setswitchinterval(SWITCH_SECONDS)
    Web(
        {
            "bind": [f"fd://{socket}"],
            "workers": workers,
            "threads": THREADS,
            "worker_class": "gthread",
            "preload_app": True,
            "accesslog": None,
            "loglevel": "error",
            "logger_class": Quiet,
            "graceful_timeout": GRACE_SECONDS,
            "control_socket_disable": True,
        }
    ).run()
