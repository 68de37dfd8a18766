"""What is typed of a decision or a settlement, and what is wrong with it in words.

Lives here: fields and their faults. Lives elsewhere: the parts of a procedure (advice/procedures.py), answers
(advice/answer_form.py), which decisions there are (advice/choices.py), what is written of them (advice/services.py), what a record
line takes (records/).
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django import forms

from stepwell.clinic.fields import WritingForm
from stepwell.clinic.workspace.advice import procedures
from stepwell.clinic.workspace.advice.choices import ADVISED_GUIDANCE, PARTS_OF, Offer, happenings
from stepwell.clinic.workspace.advice.words import (
    GUIDANCE,
    HAPPENED,
    OF_EXITS,
    RESPONSES,
    STOPS,
    TAPERED,
    WHOLE_COURSE,
)
from stepwell.knowledge.types import Intervention, Pathway
from stepwell.records.values import AMOUNTS

LONGEST = 1000
"""Characters of a reason."""
LONGEST_PART = 120
LAST_DAY = date(2200, 12, 31)
"""The last day that a record can hold."""

ISO = "%Y-%m-%d"

REASON_MISSING = "Write why. It stands in the record, and others will read it."


class _Day(forms.DateInput):
    """The browser's own way to choose a day."""

    input_type = "date"


class DecisionForm(WritingForm):
    """One decision about one intervention. Which fields it has depends on the action and the kind of treatment.

    side  the side that the record is about
    """

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        action: str,
        entry: Intervention,
        offer: Offer,
        pathway: Pathway,
        today: date,
        instead: Iterable[tuple[str, str]] = (),
        courses: Iterable[tuple[str, str]] = (),
        side: str = "",
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}), auto_id=f"{entry.id}-%s")
        self.action, self.entry, self.offer, self.pathway, self.today = action, entry, offer, pathway, today
        self._instead, self._courses, self.side = list(instead), list(courses), side
        getattr(self, f"_for_{action}")()
        self._stop_at_another_side()
        first = next((name for name in self.fields if name not in ("key", "seen")), None)
        if first:
            self.fields[first].widget.attrs["autofocus"] = True

    def _for_accept(self) -> None:
        self._side(done=False)
        if self.offer.reason:
            self._reason("Reason", needed=True)
            self._until("Review or stop on", needed=self.entry.kind == "medicine")

    def _for_change(self) -> None:
        if self._instead:
            self._choice("instead", "Choose instead", [("", "Keep this one"), *self._instead], needed=False)
        self._side(done=False)
        self._parts(ADVISED_GUIDANCE)
        self._reason("Reason for the change", needed=True)
        self._until("Until", needed=False)

    def _for_decline(self) -> None:
        self._reason("Reason", needed=True)
        self._until("Until", needed=False, help_text="Empty: until somebody takes it up again.")

    def _for_override(self) -> None:
        self._reason("Reason", needed=True)
        self._until("Until", needed=True, help_text="On the day after, the pathway speaks up again.")
        self.fields["sure"] = forms.BooleanField(
            label="I have read the warning and answer for this decision",
            error_messages={"required": "Tick this, or leave it as the pathway says."},
        )

    def _for_happened(self) -> None:
        events = happenings(self.entry)
        words = HAPPENED if len(events) == 1 else {**HAPPENED, "done": WHOLE_COURSE}
        self._choice("event", "What happened", [(one, words[one]) for one in events], needed=True)
        if self.entry.taper:
            wrong = "Say how it was stopped."
            self._choice(
                "stop", "If it was stopped, how", [("", "It was not stopped"), *STOPS.items()], needed=False
            )
            self.fields["stop"].error_messages["invalid_choice"] = wrong
            vars(self.fields["stop"])["or_unknown"] = True
        self._side(done=True)
        self._on("On which day")
        if procedures.is_procedure(self.entry):
            self.fields |= dict(procedures.recorded_fields(self.entry, self.pathway))
        else:
            self._parts(tuple(GUIDANCE))
        self._who(needed=not self.offer.decides)
        self._reason("Reason or remark", needed=False)

    def _for_responded(self) -> None:
        if len(self._courses) > 1:
            self._choice("of", "Of which course", self._courses, needed=False)
        words = [(one, RESPONSES[one]) for one in RESPONSES]
        self._choice("response", "Response", words, needed=True)
        self._amount("relief_percent", "Relief, percent")
        self._amount("relief_days", "Relief lasted, days")
        if self.entry.kind == "load":
            self._amount("adherence", "Done as agreed, percent")
        self._on("As of which day")
        self._reason("Remark", needed=False)

    def _side(self, *, done: bool) -> None:
        if procedures.is_procedure(self.entry):
            self.fields["side"] = procedures.side_field(done=done)

    def _stop_at_another_side(self) -> None:
        """Another side than that of the record needs a tick of its own, and a reason."""
        chosen = self.data.get("side")
        if "side" not in self.fields or not procedures.crosses(chosen, self.side):
            return
        if "reason" not in self.fields:
            self._reason("Why on the other side", needed=True)
        self.fields["reason"].required = True
        self.fields["reason"].error_messages["required"] = "Write why it is on the other side."
        self.fields["other_side"] = procedures.crossing_field(str(chosen), self.side)
        self.order_fields(["key", "seen", "event", "side", "other_side"])

    def _choice(self, name: str, label: str, options: list[tuple[str, str]], *, needed: bool) -> None:
        wrong = f"Choose one of the answers for {label.lower()}."
        self.fields[name] = forms.ChoiceField(
            label=label,
            choices=options,
            required=needed,
            widget=forms.RadioSelect if needed and len(options) <= 4 else forms.Select,
            error_messages={"required": wrong, "invalid_choice": wrong},
        )

    def _amount(self, name: str, label: str) -> None:
        scale = AMOUNTS[name]
        wrong = f"Write a whole number from {scale.low} to {scale.high}, or leave it empty."
        messages = dict.fromkeys(("invalid", "min_value", "max_value"), wrong)
        self.fields[name] = forms.IntegerField(
            label=label,
            required=False,
            min_value=scale.low,
            max_value=scale.high,
            error_messages=messages,
        )

    def _parts(self, guidance: tuple[str, ...]) -> None:
        """The parts that this kind of treatment has."""
        for name in PARTS_OF.get(self.entry.kind, ()):
            if name == "target":
                self._choice(name, "Target", [("", "Not said"), *self.pathway.targets.items()], needed=False)
            elif name == "guidance":
                ways = [(one, GUIDANCE[one]) for one in guidance]
                self._choice(name, "Guidance", [("", "Not said"), *ways], needed=False)
            elif name == "dose" and procedures.in_units(self.entry):
                self.fields[name] = procedures.amount_field()
            elif name == "agent" and procedures.in_units(self.entry):
                self.fields[name] = procedures.product_field()
            else:
                label = {"dose": "Dose", "agent": "Agent", "approach": "Approach"}[name]
                self._text(name, label, LONGEST_PART, needed=False)

    def _who(self, *, needed: bool) -> None:
        self._text("who", "Decided by", LONGEST_PART, needed=needed, wrong="Write who decided this.")

    def _reason(self, label: str, *, needed: bool) -> None:
        self._text("reason", label, LONGEST, needed=needed, wrong=REASON_MISSING, area=True)

    def _text(
        self, name: str, label: str, most: int, *, needed: bool, wrong: str = "", area: bool = False
    ) -> None:
        widget = forms.Textarea(attrs={"rows": 3}) if area else forms.TextInput()
        messages = {"required": wrong, "max_length": f"At most {most} characters."}
        self.fields[name] = forms.CharField(
            label=label, required=needed, max_length=most, widget=widget, error_messages=messages
        )

    def _on(self, label: str) -> None:
        self.fields["on"] = day_field(
            label, latest=self.today, wrong="Write a day that is not in the future."
        )
        self.fields["on"].initial = self.today

    def _until(self, label: str, *, needed: bool, help_text: str = "") -> None:
        self.fields["until"] = day_field(
            label, needed=needed, earliest=self.today, wrong="Write a day from today on.", help_text=help_text
        )

    def clean(self) -> dict[str, Any]:
        """A change changes something, a stop says how and why, and of a procedure nothing stays open."""
        cleaned = super().clean()
        for name, wrong in self._missing(cleaned):
            self.add_error(name, wrong)
        if self.action == "change" and not self.errors:
            names = ("instead", *PARTS_OF.get(self.entry.kind, ()))
            if not any(cleaned.get(name) for name in names):
                self.add_error(
                    None, "Nothing is changed. Say what is to be different, or accept it as it is."
                )
        return procedures.as_written(self.entry, cleaned)

    def _missing(self, cleaned: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        if self.action == "happened":
            yield from procedures.unfilled(self.entry, cleaned)
        elif self.action == "change" and procedures.in_units(self.entry):
            yield from procedures.together(cleaned)
        if "stop" in self.fields and cleaned.get("event") == "stopped":
            if not cleaned.get("stop"):
                yield "stop", "Say how it was stopped: this medicine is tapered."
            elif cleaned["stop"] != TAPERED and not cleaned.get("reason"):
                yield (
                    "reason",
                    "Write why it was not tapered. It stands in the record, and others will read it.",
                )


class SettlementForm(WritingForm):
    """How an open exit was followed up."""

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, today: date, exit_id: str, **more: Any
    ) -> None:
        super().__init__(data, auto_id=f"{exit_id}-%s", **more)
        wrong = "Choose what was found, or how far it has got."
        self.fields["event"] = forms.ChoiceField(
            label="What was found",
            choices=list(OF_EXITS.items()),
            widget=forms.RadioSelect,
            error_messages={"required": wrong, "invalid_choice": wrong},
        )
        self.fields["who"] = forms.CharField(
            label="By whom",
            max_length=LONGEST_PART,
            error_messages={"required": "Write who examined or decided it.", "max_length": "Too long."},
        )
        self.fields["on"] = day_field(
            "On which day", latest=today, wrong="Write a day that is not in the future."
        )
        self.fields["on"].initial = today
        self.fields["reason"] = forms.CharField(
            label="What it rests on",
            max_length=LONGEST,
            widget=forms.Textarea(attrs={"rows": 3}),
            error_messages={"required": REASON_MISSING, "max_length": f"At most {LONGEST} characters."},
        )


def day_field(
    label: str,
    *,
    wrong: str,
    needed: bool = True,
    earliest: date = date(1900, 1, 1),
    latest: date = LAST_DAY,
    help_text: str = "",
) -> forms.DateField:
    """A day between two others."""

    def between(value: date) -> None:
        if not earliest <= value <= latest:
            raise forms.ValidationError(wrong)

    return forms.DateField(
        label=label,
        required=needed,
        help_text=help_text,
        widget=_Day(format=ISO, attrs={"min": earliest.isoformat(), "max": latest.isoformat()}),
        input_formats=[ISO],
        validators=[between],
        error_messages={"required": wrong, "invalid": wrong},
    )
