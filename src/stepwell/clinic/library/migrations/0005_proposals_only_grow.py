"""What was proposed and answered stays as it was."""

from typing import ClassVar

from django.db import migrations

from stepwell.clinic.keeping.triggers import only_grows


class Migration(migrations.Migration):
    """Triggers of the tables library_proposal and library_answer."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("library", "0004_proposals")]
    operations: ClassVar[list[migrations.RunPython]] = [
        only_grows("library_proposal"),
        only_grows("library_answer"),
    ]
