"""A preview: who would move if values of parameters were changed, as far as it is computed.

Lives here: its fields, and opening what is sealed in it. Lives elsewhere: computing it (library/moving.py, library/tasks.py), saving
the values (library/services.py).

It is kept for a day. Who moves is derived from what patients answered, so that it is sealed under the master key.
"""

import json
import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, ClassVar

from django.db import models
from django.db.models import QuerySet
from django.utils import timezone

from stepwell.clinic.accounts.models import Clinic, User
from stepwell.clinic.keeping.keys import seal, unseal
from stepwell.clinic.keeping.ring import keyring
from stepwell.clinic.library.proposals import Proposal

KEPT = timedelta(days=1)


@dataclass
class Moved:
    """Who moves: the episodes of each move, and whose they are.

    moves    by what moves (an intervention, or `step`), from which status and to which: the ids of the episodes
    persons  the person of each episode that moves
    """

    moves: dict[tuple[str, str, str], list[str]] = field(default_factory=dict)
    persons: dict[str, str] = field(default_factory=dict)

    @property
    def people(self) -> int:
        """How many people move."""
        return len(set(self.persons.values()))


class Previews(QuerySet["Preview"]):
    """Which previews somebody may see."""

    def of_clinic(self, membership: Any) -> "Previews":
        """Those of the member's clinic that are not too old."""
        return self.filter(clinic_id=membership.clinic_id, made_at__gt=timezone.now() - KEPT)


class Preview(models.Model):
    """What a change of values would do.

    base     the version of own values with which it is compared; 0 for none
    values   all own values after the change
    total    how many open records the clinic has; `done` of them are computed, `failed` of those cannot be read
    proposal  the proposal that somebody looks at as the second person
    after    the last that is computed: they are taken in the order of their ids
    sealed   JSON of who moves
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    base = models.PositiveIntegerField()
    values = models.JSONField(default=dict)
    reason = models.TextField()
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    after = models.UUIDField(null=True)
    finished_at = models.DateTimeField(null=True)
    sealed = models.BinaryField(default=b"")
    proposal = models.ForeignKey(Proposal, null=True, on_delete=models.CASCADE, related_name="+")

    objects: ClassVar[Any] = Previews.as_manager()

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def moved(self) -> Moved:
        """Who moves, as far as it is computed. raises Unopened"""
        if not self.sealed:
            return Moved()
        kept = json.loads(unseal(keyring().wrapping, bytes(self.sealed), about=f"preview:{self.pk}"))
        return Moved({(of, was, now): who for of, was, now, who in kept["moves"]}, kept["persons"])

    def keep(self, moved: Moved) -> None:
        """Seal who moves."""
        kept = {"moves": [[*key, who] for key, who in moved.moves.items()], "persons": moved.persons}
        self.sealed = seal(keyring().wrapping, json.dumps(kept).encode(), about=f"preview:{self.pk}")
