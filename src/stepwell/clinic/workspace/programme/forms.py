"""The forms of the programme editor: what may be set depends on the exercise and on what is set already."""

from typing import Any

from django import forms

from stepwell.clinic.fields import WritingForm, offer
from stepwell.clinic.workspace.programme.reading import Reading
from stepwell.clinic.workspace.programme.services import ACTS, WITH_LEVEL, WITH_OTHER
from stepwell.programme.exercises import Exercise


class ExerciseForm(WritingForm):
    """One act for one exercise."""

    act = forms.ChoiceField(label="What to set")
    level = forms.ChoiceField(label="Level", required=False)
    other = forms.ChoiceField(label="For which exercise", required=False)
    side = forms.ChoiceField(label="Side", required=False)
    until = forms.DateField(label="Until", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(label="Why", max_length=200)

    def __init__(self, *args: Any, reading: Reading, exercise: Exercise, side: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day = reading.day
        others = [one for one in reading.programme.exercises.values() if one.id != exercise.id]
        options = {
            "act": [(name, ACTS[name][0]) for name in acts_for(exercise.id, reading)],
            "level": [("", "-"), *((one.name, f"{one.name}: {one.say}") for one in exercise.ladder)],
            "other": [("", "-"), *((one.id, one.title) for one in others)],
            "side": [("", "Both"), ("left", "Left"), ("right", "Right")],
        }
        for name, choices in options.items():
            offer(self, name, choices)
        if side != "both":
            del self.fields["side"]

    def clean(self) -> dict[str, Any]:
        """What the act needs has to be there."""
        said = super().clean()
        act = said.get("act")
        if act in WITH_LEVEL and not said.get("level"):
            self.add_error("level", "Choose the level.")
        if act in WITH_OTHER and not said.get("other"):
            self.add_error("other", "Choose the exercise to do instead.")
        if said.get("until") and said["until"] <= self.day:
            self.add_error("until", "Choose a day after today, or leave it empty.")
        return said


def acts_for(name: str, reading: Reading) -> list[str]:
    """What can be set for an exercise as it is now."""
    situation = reading.situation
    return [
        "level",
        *(["unpin"] if name in situation.pinned else ["pin"]),
        "cap",
        *(["uncap"] if name in situation.caps else []),
        *(["resume"] if name in situation.paused else ["pause", "swap"]),
    ]


class HomeForm(WritingForm):
    """What there is at home, and what the person would rather or rather not do."""

    equipment = forms.MultipleChoiceField(
        label="What there is at home", required=False, widget=forms.CheckboxSelectMultiple
    )
    prefer = forms.MultipleChoiceField(
        label="Would rather do", required=False, widget=forms.CheckboxSelectMultiple
    )
    avoid = forms.MultipleChoiceField(
        label="Would rather not do", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, reading: Reading, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        things = sorted(
            reading.programme.shape.everyday.union(
                *(need for one in reading.programme.exercises.values() for need in one.needs)
            )
        )
        named = [(one.id, one.title) for one in reading.programme.exercises.values()]
        for name, choices in {
            "equipment": [(one, one) for one in things],
            "prefer": named,
            "avoid": named,
        }.items():
            offer(self, name, choices)


class AcceptForm(WritingForm):
    """Which proposal is accepted, by what it proposes."""

    kind = forms.CharField(max_length=20)
    exercise = forms.CharField(max_length=80, required=False)
    to = forms.CharField(max_length=80)
