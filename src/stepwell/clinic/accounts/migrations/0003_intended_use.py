"""The version of the intended use that a clinic has accepted stands with the clinic, so that no page looks it up."""

from typing import Any, ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("accounts", "0002_initial")]

    operations: ClassVar[list[Any]] = [
        migrations.AddField("clinic", "intended_use", models.PositiveSmallIntegerField(default=0)),
    ]
