"""`stepwell clinic`: founding one, bringing tables and plans up to date, and checking how it is set up.

Lives here: the words. Lives elsewhere: what is written (clinic/administration/first.py), migrations (clinic/operations/ready.py).
"""

from argparse import Namespace

from django.conf import settings
from django.core.checks import WARNING, CheckMessage, run_checks
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from stepwell.clinic.accounts.models import Clinic
from stepwell.clinic.accounts.services import INVITED_DAYS
from stepwell.clinic.administration.first import found
from stepwell.clinic.keeping.keys import make_master
from stepwell.clinic.operations import tombstones
from stepwell.clinic.operations.bulk import refresh_all
from stepwell.clinic.operations.ready import migrate as bring_up
from stepwell.clinic.operations.ready import pending, require_key, require_migrated
from stepwell.clinic.operations.tasks import stale
from stepwell.errors import Fault, StepwellError


def init(arguments: Namespace) -> int:
    """Make keys and tables where there are none, found the clinic, and print the link of its administrator."""
    name, email = arguments.name.strip(), arguments.administrator.strip()
    _require(name, email)
    home = settings.HOME
    new = not home.master.exists()
    make_master(home.master)
    bring_up()
    if Clinic.objects.filter(name=name).exists():
        raise StepwellError([Fault("clinic", 0, f"there is a {name} already.", "Choose another name.")])
    tombstones.write()
    link = found(name, email)
    print(f"{name} is founded. Its administrator signs in once, within {INVITED_DAYS} days, at:")
    print(f"  {link}")
    if new:
        print(
            f"\nThe master key is in {home.master}. Copy it to a place apart from this machine and apart from"
        )
        print("the backups: without it nobody can read what is written here, and a backup needs it.")
    return 0


def _require(name: str, email: str) -> None:
    faults = []
    longest = Clinic._meta.get_field("name").max_length or 0
    if not 0 < len(name) <= longest:
        faults.append(Fault("NAME", 0, "it cannot be used.", f"Write from 1 to {longest} characters."))
    try:
        validate_email(email)
    except ValidationError:
        faults.append(Fault("--administrator", 0, f"{email} is not an e-mail address.", "Write it in full."))
    if faults:
        raise StepwellError(faults)


def migrate(_arguments: Namespace) -> int:
    """Bring the tables up to this version, and say by what."""
    missing = pending()
    bring_up()
    print(
        f"{len(missing)} migrations were applied."
        if missing
        else "The tables are as this version needs them."
    )
    for name in missing:
        print(f"  {name}")
    return 0


def plans(_arguments: Namespace) -> int:
    """Compute again every stored plan that is out of date; 1 where one cannot be computed."""
    require_key()
    require_migrated()
    waiting = [pk for one in Clinic.objects.all() for pk in stale(one).values_list("pk", flat=True)]
    wrong = refresh_all(waiting)
    print(f"{len(waiting) - len(wrong)} plans were computed again.")
    for episode in wrong:
        print(f"episode {episode}: its plan cannot be computed. Run: stepwell audit verify")
    return 1 if wrong else 0


def check(_arguments: Namespace) -> int:
    """What Django and the home say of real use; 1 where something should be mended."""
    require_migrated()
    told = [
        *_of_home(),
        *(_words(one) for one in run_checks(include_deployment_checks=settings.HOME.secure) if _counts(one)),
    ]
    for words in told:
        print(words)
    if not told:
        print(
            "It is set up for real use. Tried: Django's checks, keys, address, mail, who may read the home."
        )
    return 1 if told else 0


def _counts(one: CheckMessage) -> bool:
    return one.level >= WARNING and not one.is_silenced()


def _words(one: CheckMessage) -> str:
    return f"{one.id}: {one.msg}" + (f"\n  {one.hint}" if one.hint else "")


def _of_home() -> list[str]:
    """What only the home can say."""
    home = settings.HOME
    others = [path for path in (home.folder, home.master) if path.exists() and path.stat().st_mode & 0o077]
    wrong = [f"{path}: others on this machine may read it.\n  Run: chmod go= {path}" for path in others]
    if not home.master.exists():
        wrong.append(f"{home.master}: the master key is not there.\n  Put it back from where keys are kept.")
    if not home.secure:
        wrong.append(
            "STEPWELL_ADDRESS: people come without TLS.\n  Set an https address (docs/guide/deploy.md)."
        )
    if home.mail is None:
        wrong.append(
            "STEPWELL_MAIL: messages are only written to a folder.\n  Name a mail server: smtp://HOST:PORT."
        )
    if home.erased.parent == home.folder:
        wrong.append(
            "STEPWELL_ERASED: the list of who was erased lies in the home.\n  Name a file on another disk."
        )
    return wrong
