"""Where a clinic's files are, and how it was set up: a folder, and a few settings of the environment.

Lives here: reading them, with what is wrong in words. Lives elsewhere: Django's settings (clinic/settings.py).

    STEPWELL_HOME       the folder of keys and database; by default ~/.local/share/stepwell
    STEPWELL_DATABASE   postgresql://USER@HOST:PORT/NAME, or postgresql:///NAME for a server on this machine; by default SQLite in
                        the folder. A password comes from PGPASSWORD or ~/.pgpass, never from here.
    STEPWELL_ADDRESS    the address under which people open it, such as https://stepwell.example; by default http://localhost:8000
    STEPWELL_MODE       production, demo or test; production by default
    STEPWELL_MASTER_KEY the file of the master key; by default master.key in the folder. `stepwell clinic init` makes it.
    STEPWELL_ERASED     the list of who was erased, which a restore needs; by default erased.txt in the folder
    STEPWELL_MAIL       smtp://HOST:PORT, smtps://...; by default messages are written to the folder mail
    STEPWELL_MAIL_FROM  the sender
"""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from stepwell.clinic.keeping.keys import make_master
from stepwell.errors import Fault, StepwellError
from stepwell.files import PRIVATE, write_whole

MODES = ("production", "demo", "test")
SECURE = "https"


@dataclass(frozen=True)
class Home:
    """What was set. `database` is None for SQLite."""

    folder: Path
    mode: str
    address: SplitResult
    database: SplitResult | None
    master: Path
    erased: Path
    mail: SplitResult | None
    mail_from: str

    @property
    def secure(self) -> bool:
        """Whether people come by TLS."""
        return self.address.scheme == SECURE

    @property
    def demo(self) -> bool:
        """Whether everybody in it is made up."""
        return self.mode == "demo"

    def secret(self) -> str:
        """The key with which cookies are signed; made when there is none."""
        path = self.folder / "cookies.key"
        if not path.exists():
            write_whole(path, secrets.token_urlsafe(48), mode=PRIVATE)
        return path.read_text(encoding="ascii").strip()


def read_home(environment: Mapping[str, str] = os.environ) -> Home:
    """The clinic's folder and settings; the folder is made where there is none. raises StepwellError

    In production only `stepwell clinic init` makes a master key: one that was made in place of a lost file would open nothing.
    """
    folder = Path(environment.get("STEPWELL_HOME") or Path.home() / ".local" / "share" / "stepwell")
    home = Home(
        folder=folder,
        mode=_one_of(MODES, environment.get("STEPWELL_MODE") or MODES[0], "STEPWELL_MODE"),
        address=_address(environment.get("STEPWELL_ADDRESS") or "http://localhost:8000"),
        database=_server(
            environment.get("STEPWELL_DATABASE"), "STEPWELL_DATABASE", ("postgresql", "postgres")
        ),
        master=Path(environment.get("STEPWELL_MASTER_KEY") or folder / "master.key"),
        erased=Path(environment.get("STEPWELL_ERASED") or folder / "erased.txt"),
        mail=_server(environment.get("STEPWELL_MAIL"), "STEPWELL_MAIL", ("smtp", "smtps")),
        mail_from=environment.get("STEPWELL_MAIL_FROM") or "stepwell@localhost",
    )
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if home.mode != MODES[0]:
            make_master(home.master)
    except OSError as wrong:
        raise _wrong(
            "STEPWELL_HOME", f"the folder {folder} cannot be made: {wrong.strerror}.", "Name another."
        ) from None
    return home


def _one_of(known: tuple[str, ...], value: str, name: str) -> str:
    if value not in known:
        raise _wrong(name, f"{value} is not known.", f"Write one of {', '.join(known)}.")
    return value


def _address(text: str) -> SplitResult:
    read = urlsplit(text)
    if read.scheme not in ("http", SECURE) or not read.hostname:
        raise _wrong(
            "STEPWELL_ADDRESS", f"{text} is not an address.", "Write it as https://stepwell.example."
        )
    return read


def _server(text: str | None, name: str, schemes: tuple[str, ...]) -> SplitResult | None:
    if not text:
        return None
    read = urlsplit(text)
    if read.scheme not in schemes or read.password:
        remedy = f"Write it as {schemes[0]}://USER@HOST:PORT/NAME, without a password."
        raise _wrong(name, "it cannot be read.", remedy)
    return read


def _wrong(name: str, problem: str, remedy: str) -> StepwellError:
    return StepwellError([Fault(name, 0, problem, remedy)])
