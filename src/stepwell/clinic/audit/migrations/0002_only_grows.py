"""What was written stays as it was."""

from typing import ClassVar

from django.db import migrations

from stepwell.clinic.keeping.triggers import only_grows


class Migration(migrations.Migration):
    """Triggers of the table audit_event."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("audit", "0001_initial")]
    operations: ClassVar[list[migrations.RunPython]] = [only_grows("audit_event")]
