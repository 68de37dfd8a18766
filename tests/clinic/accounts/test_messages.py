"""Messages that are written to the folder of the clinic, where no mail server is set."""

import os
import subprocess
import sys
from pathlib import Path

SEND = """
from stepwell.clinic.operations.ready import set_up; set_up()
from django.core.mail import send_mail
send_mail("Stepwell: your code", "ABC-123", None, ["ada@example.org"])
"""


def test_messages_in_the_folder_are_for_the_owner_only(tmp_path):
    """As the clinic starts, and whatever the machine would have made of it."""
    home = tmp_path / "home"
    names = {
        "STEPWELL_HOME": str(home),
        "STEPWELL_MODE": "production",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    plain = {
        name: value for name, value in os.environ.items() if not name.startswith(("STEPWELL_", "DJANGO_"))
    }
    subprocess.run([sys.executable, "-c", f"import os; os.umask(0)\n{SEND}"], env=plain | names, check=True)
    (message,) = (home / "mail").iterdir()
    assert "ABC-123" in message.read_text()
    for path in (message, message.parent, home):
        assert Path(path).stat().st_mode & 0o077 == 0, path
