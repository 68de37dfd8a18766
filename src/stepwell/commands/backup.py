"""`stepwell backup`: everything of the clinic in one sealed file, while it is open.

Lives here: the words. Lives elsewhere: making it (clinic/operations/snapshot.py).
"""

import hashlib
from argparse import Namespace
from pathlib import Path

from stepwell.clinic.accounts.models import Clinic
from stepwell.clinic.audit.services import note
from stepwell.clinic.operations import tombstones
from stepwell.clinic.operations.ready import require_key, require_migrated
from stepwell.clinic.operations.snapshot import make_backup
from stepwell.commands.secrets import new_secret


def run(arguments: Namespace) -> int:
    """Write the backup, and print what it is."""
    require_key()
    require_migrated()
    out = Path(arguments.file)
    kind, secret = new_secret(arguments.to_key, make=arguments.make_key)
    manifest = make_backup(out, kind, secret, with_master=arguments.with_master_key)
    tombstones.write()
    with out.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    for clinic in Clinic.objects.all():
        note("backup.made", by=None, clinic=clinic, sha256=digest)
    print(f"{out.resolve()}: {out.stat().st_size / 1e6:.1f} MB, opened once to see that it can be.")
    print(f"sha256 {digest}")
    if arguments.with_master_key:
        print("It holds the master key: whoever opens it reads everything. Keep it as you would the key.")
    else:
        print(f"To restore it you also need the master key {manifest['master']}, which is not in it.")
    return 0
