"""The words in which statuses, strengths and deciders are shown to people.

Lives here: labels. Lives elsewhere: layout (documents/care_plan_text.py), the words of the knowledge itself.
"""

GROUPS = {
    "recommended": "Do",
    "prepare": "Do",
    "ask-first": "Ask",
    "undetermined": "Ask",
    "continue": "Go on",
    "stop": "Stop or hold",
    "paused": "Stop or hold",
    "contraindicated": "Stop or hold",
    "held": "Stop or hold",
    "not-indicated": "Not now",
    "done": "Not now",
    "known": "Not now",
    "declined": "Not now",
}
GROUP_ORDER = ("Do", "Ask", "Go on", "Stop or hold", "Not now")

STRENGTH = {"do": "Do this", "offer": "Can be offered", "consider": "May be considered"}

STATUS = {
    "stop": "Stop",
    "paused": "Pause until that is settled",
    "continue": "Go on",
    "contraindicated": "Not while this holds",
    "held": "Held until that is settled",
    "done": "Done",
    "declined": "Declined",
    "known": "Known already",
    "not-indicated": "Not now",
    "prepare": "First do these",
    "ask-first": "Ask first",
    "undetermined": "Too early",
}

STOP_SLOWLY = "Stop step by step, never at once"
"""Said to a patient of a medicine that is tapered."""

DECIDER = {
    "patient": "you decide",
    "physiotherapist": "your physiotherapist decides",
    "physician": "your doctor decides",
    "surgeon": "your surgeon decides",
}
"""Who decides, said to a patient."""

URGENCY = {
    "emergency": "EMERGENCY: now",
    "same-day": "TODAY: seen in person",
    "urgent": "URGENT: within two weeks",
    "routine": "Another route",
}

BANNER = "Not reviewed by a clinician. Supports decisions; people decide. Not for emergencies. Not a cleared medical device."


def plural(count: int, one: str, many: str = "") -> str:
    """`1 question`, `3 questions`."""
    return f"{count} {one if count == 1 else many or one + 's'}"
