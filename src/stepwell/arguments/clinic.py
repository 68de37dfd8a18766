"""Commands of the clinic: the demo, serving, founding, backup, audit."""

from argparse import Namespace
from importlib import import_module

from stepwell.arguments.making import Command, Commands, add, later


def in_clinic(module: str, name: str = "run") -> Command:
    """A command of the clinic: Django is set up before its module is imported."""

    def run(arguments: Namespace) -> int:
        import_module("stepwell.clinic.operations.ready").set_up()
        return later(module, name)(arguments)

    return run


def add_demo(commands: Commands) -> None:
    one = add(commands, "demo", later("demo", terminal="demo_terminal"), "a clinic of made-up people")
    one.add_argument("--port", metavar="PORT", type=int, default=8000, help="the first to try; default 8000")
    words = "two published patients in the terminal, and the handbook"
    one.add_argument("--terminal", action="store_const", const=True, help=words)


def add_clinic(commands: Commands) -> None:
    served = add(commands, "serve", in_clinic("serve"), "the clinic, on one port, until it is ended")
    served.add_argument("--port", metavar="PORT", type=int, default=8000, help="default 8000")
    served.add_argument("--host", metavar="HOST", default="127.0.0.1", help="default 127.0.0.1")
    served.add_argument("--workers", metavar="N", type=int, default=2, help="web workers; default 2")
    _add_founding(commands)
    _add_backup(commands)
    audit = commands.add_parser("audit", help="what was written", description="what was written")
    below = audit.add_subparsers(title="what to do", required=True, metavar="WHAT")
    add(below, "verify", in_clinic("audit", "verify"), "has anything been changed?")


def _add_founding(commands: Commands) -> None:
    top = commands.add_parser("clinic", help="found a clinic, and keep it", description="found a clinic")
    below = top.add_subparsers(title="what to do", required=True, metavar="WHAT")
    words = "a clinic with its first administrator; prints a link to sign in once"
    init = add(below, "init", in_clinic("clinic", "init"), words)
    init.add_argument("name", metavar="NAME", help="of the clinic")
    init.add_argument("--administrator", metavar="EMAIL", required=True, help="of the first administrator")
    add(below, "migrate", in_clinic("clinic", "migrate"), "bring the tables up to this version")
    add(below, "plans", in_clinic("clinic", "plans"), "compute again every stored plan that is out of date")
    add(below, "check", in_clinic("clinic", "check"), "is it set up for real use?")


def _add_backup(commands: Commands) -> None:
    words = "everything in one sealed file, while the clinic is open"
    made = add(commands, "backup", in_clinic("backup"), words)
    made.add_argument("file", metavar="OUT.stepwell", help="where to write it")
    made.add_argument("--to-key", metavar="FILE", help="seal it with a key file and not with a passphrase")
    made.add_argument("--make-key", action="store_true", help="with --to-key: make the key file first")
    words = "put the master key into it, too: who opens the file can then read everything"
    made.add_argument("--with-master-key", action="store_true", help=words)
    words = "put a backup into an empty home, and verify it"
    restored = add(commands, "restore", in_clinic("restore"), words)
    restored.add_argument("file", metavar="FILE", help="a backup")
    restored.add_argument("--key", metavar="FILE", help="the key file with which it was sealed")
    restored.add_argument("--erased", metavar="FILE", help="the list of who was erased; default as set")
