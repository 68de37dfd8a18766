"""Getting a clinic ready: Django's settings, the tables, the files that browsers get.

Lives here: what each command of the clinic begins with. Lives elsewhere: where the home is (clinic/home.py).
"""

import os

import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from stepwell.clinic.home import read_home
from stepwell.clinic.keeping.keys import read_master
from stepwell.errors import Fault, StepwellError

SETTINGS = "stepwell.clinic.settings"
PRIVATE = 0o077
"""What is written from here on is for its owner alone."""
AFRESH = "Make a backup, then run: stepwell clinic migrate"


def set_up() -> None:
    """Read the home, say what is wrong with it, and set Django up. raises StepwellError"""
    if not apps.ready:
        os.umask(PRIVATE)
        read_home()
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
        django.setup()


def pending() -> list[str]:
    """The migrations that the tables still lack. raises StepwellError where there is no database to ask"""
    try:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as wrong:
        problem = f"it does not answer: {str(wrong).splitlines()[0]}"
        raise StepwellError([Fault("database", 0, problem, "Check STEPWELL_DATABASE.")]) from None
    return [f"{one.app_label}.{one.name}" for one, _ in plan]


def newer() -> list[str]:
    """The migrations of the clinic's own tables that this program does not know."""
    loader = MigrationLoader(connection)
    own = {one.label for one in apps.get_app_configs() if one.name.startswith("stepwell.")}
    unknown = set(loader.applied_migrations or ()) - set(loader.disk_migrations)
    return sorted(f"{app}.{name}" for app, name in unknown if app in own)


def require_migrated() -> None:
    """Refuse to go on where the tables are older or newer than the program. raises StepwellError"""
    missing, unknown = pending(), newer()
    if unknown:
        problem = f"the tables are newer than this program: {unknown[0]}."
        remedy = "Install the version that made them, or restore the backup that was made before."
        raise StepwellError([Fault("database", 0, problem, remedy)])
    if missing:
        problem = f"the tables lack {len(missing)} migrations, the first of them {missing[0]}."
        raise StepwellError([Fault("database", 0, problem, AFRESH)])


def require_key() -> None:
    """Refuse to go on without a master key, or with one that cannot be read. raises StepwellError"""
    path = settings.HOME.master
    if not path.exists():
        remedy = (
            "For a new clinic run: stepwell clinic init NAME --administrator EMAIL\n"
            "  For one that was there, put the file back from where keys are kept."
        )
        raise StepwellError([Fault(str(path), 0, "the master key is not there.", remedy)])
    read_master(path)


def migrate() -> None:
    """Bring the tables up to the program."""
    call_command("migrate", interactive=False, verbosity=0)


def collect_files() -> None:
    """Put the files that browsers get where they are served from; what has not changed stays."""
    call_command("collectstatic", interactive=False, verbosity=0)


def let_go() -> None:
    """Close the connections to the database: another process uses it from here on."""
    connections.close_all()
