"""What was written stays as it was."""

from typing import ClassVar

from django.db import migrations

from stepwell.clinic.keeping.triggers import only_grows


class Migration(migrations.Migration):
    """Triggers of the table episodes_entry."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("episodes", "0001_initial")]
    operations: ClassVar[list[migrations.RunPython]] = [only_grows("episodes_entry")]
