"""What may be decided of an advice, and by whom.

Lives here: which decisions a status leaves open, who takes them, which parts a treatment has. Lives elsewhere: what is typed
(advice/forms.py), what is written (advice/services.py), the statuses themselves (reasoning/statuses.py).

An exit is never declined and never overridden: it is settled (advice/exits.py). What an open exit holds cannot be overridden
either, since that would silence the exit.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from stepwell.clinic.accounts.models import CLINICIANS, Role
from stepwell.knowledge.types import TREATMENTS, Intervention
from stepwell.records.parts import GUIDANCE, SETTLING

MAY_DECIDE: Mapping[str, tuple[Role, ...]] = {
    "patient": CLINICIANS,
    "physiotherapist": CLINICIANS,
    "physician": (Role.PHYSICIAN,),
    "surgeon": (Role.PHYSICIAN,),
}
"""Who writes down a decision that belongs to somebody. A surgeon's is written by a physician of the clinic."""

DECIDES = {
    "patient": "The patient decides, with you.",
    "physiotherapist": "A physiotherapist or a physician decides.",
    "physician": "A physician decides.",
    "surgeon": "A surgeon decides; a physician of this clinic records it.",
}

WHO = {
    "patient": "Patient",
    "physiotherapist": "Physiotherapist",
    "physician": "Physician",
    "surgeon": "Surgeon",
}

OPEN: Mapping[str, tuple[str, ...]] = {
    "recommended": ("accept", "change", "decline"),
    "prepare": ("accept", "decline", "override"),
    "ask-first": ("decline", "override"),
    "undetermined": ("override",),
    "not-indicated": ("override",),
    "contraindicated": ("override",),
    "continue": ("change",),
    "stop": ("override",),
    "paused": (),
    "held": (),
    "done": ("override",),
    "known": (),
    "declined": ("accept",),
}
"""The decisions that each status leaves open, for whom the decision belongs to."""

TAKEN = frozenset(("continue", "stop", "paused", "done"))
"""Statuses of what is under way or done, to which there is a response."""

TAKING = frozenset(("started", "stopped", "done", "responded"))
"""Events after which some of a treatment is on record."""

ONGOING = ("load", "medicine")
"""Kinds that begin and end; the others are done on a day."""

PARTS_OF: Mapping[str, tuple[str, ...]] = {
    "needle": ("target", "guidance", "agent", "approach", "dose"),
    "surgery": ("target", "approach"),
    "medicine": ("agent", "dose"),
    "load": ("dose",),
}
"""The parts of a course that a kind of treatment has, in the words of records/parts.py."""

ADVISED_GUIDANCE = tuple(way for way in GUIDANCE if way != "blind")
"""How a needle may be guided by a decision of today. A blind one can only be recorded as history."""

SETTLED = SETTLING
"""The events that settle an exit."""


@dataclass(frozen=True)
class Offer:
    """What one member may do with one advice.

    decides  whether the decision belongs to them
    actions  accept, change, decline, override, happened, responded
    reason   whether accepting needs a reason: sources disagree, and the advice itself is only weak
    held     whether an open exit holds it, so that nothing overrides it
    side     whether its side is asked at every decision to do it
    """

    decides: bool
    actions: tuple[str, ...]
    reason: bool
    held: bool
    side: bool = False

    @property
    def asks(self) -> bool:
        """Whether something has to be written with an acceptance, so that one press is not enough."""
        return self.reason or self.side

    def allows(self, action: str) -> bool:
        """Whether this may be done."""
        return action in self.actions


def offer_of(entry: Intervention, status: str, role: str, *, taken: bool = False) -> Offer:
    """What a role may do with an intervention of this status; `taken` says that some of it is on record."""
    decides = role in MAY_DECIDE[entry.decided_by]
    held = status in ("held", "paused")
    if entry.exit:
        return Offer(decides, (), False, held)
    actions = OPEN[status] if decides else ()
    if entry.kind not in PARTS_OF and not entry.choice:
        actions = tuple(one for one in actions if one != "change")
    if entry.kind in TREATMENTS or entry.finds or entry.kind in ("referral", "review", "test"):
        actions = (*actions, "happened")
    if entry.kind in TREATMENTS and (taken or status in TAKEN):
        actions = (*actions, "responded")
    disputed = entry.strength == "consider" and bool(entry.conflicts)
    return Offer(decides, actions, disputed, held, side=entry.kind in ("needle", "surgery"))


def happenings(entry: Intervention) -> tuple[str, ...]:
    """What can have happened with an intervention."""
    return ("started", "stopped", "done") if entry.kind in ONGOING else ("done",)
