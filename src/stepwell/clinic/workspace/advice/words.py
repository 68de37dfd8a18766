"""The words of decisions.

Lives here: labels of what is decided, done and written. Lives elsewhere: statuses (templatetags/stepwell.py), clinical words (the
knowledge).
"""

EVENTS = {
    "accepted": "Accepted",
    "declined": "Declined",
    "overridden": "Overridden",
    "started": "Started",
    "stopped": "Stopped",
    "done": "Done",
    "responded": "Response recorded",
    "excluded": "Excluded",
    "explained": "Explained by something else",
    "treated": "Treated",
}

HAPPENED = {"started": "It was started", "stopped": "It was stopped", "done": "It was done"}
WHOLE_COURSE = "A whole course was done"

ACTIONS = {
    "accept": "Accept",
    "change": "Change",
    "decline": "Decline with a reason",
    "override": "Override with a reason",
    "happened": "Record what happened",
    "responded": "Record the response",
}

WARNINGS = {
    "contraindicated": "This is contraindicated now.",
    "stop": "The pathway says to stop this.",
    "prepare": "Something has to come first, and it is missing.",
    "ask-first": "Questions about it are open: an answer may forbid it.",
    "undetermined": "It is not known whether it is needed: something needs a test or time.",
    "not-indicated": "The pathway does not advise this now.",
    "done": "It was done, and it is too early to repeat it.",
}
"""What is set aside by an override."""

OF_EXITS = {
    "accepted": "Sent on: the referral is made. This does not settle it",
    "done": "Seen there, and the answer is awaited. This does not settle it",
    "excluded": "Excluded: it is not there",
    "explained": "Explained by something harmless or known",
    "treated": "Treated: it was there and has been dealt with",
}

HALTS = {"load": "exercise", "medicine": "medicines", "needle": "injections", "surgery": "operations"}

GUIDANCE = {
    "ultrasound": "Ultrasound",
    "fluoroscopy": "Fluoroscopy",
    "ct": "CT",
    "mr": "MR",
    "blind": "Blind, without imaging",
}

TAPERED = "tapered"
STOPS = {
    TAPERED: "Tapered, step by step",
    "at-once": "At once, without a taper",
    "not-sure": "Not known how",
}
"""How a medicine was stopped that has to be tapered."""

STOPPED = {
    TAPERED: "Tapered.",
    "at-once": "Stopped at once, without a taper.",
    "not-sure": "Not known whether it was tapered.",
}
"""The same as it stands in the record, before the reason."""

RESPONSES = {"none": "None", "partial": "Partial", "good": "Good", "worse": "Worse"}

VERIFIED = {
    "SEEN": "",
    "SEEN-2": "read on a secondary page; check the current label",
    "DERIVED": "computed from numbers that were read",
    "RECALLED": "not verified",
    "CONFLICT": "sources disagree",
    "AUTHORED": "Stepwell's own choice",
}
"""What a flag says of how far something was verified; what was read in the source itself needs no word."""

KINDS = {
    "check-in": "a check-in of the patient",
    "red-flags": "a short safety form of the patient",
    "weekly": "a weekly check-in of the patient",
    "activity": "activities of the patient",
    "session": "a session of the patient",
    "visit": "answers of a visit",
    "exam": "an examination",
    "intake": "an intake",
    "decision": "a decision",
    "programme": "a change of the programme",
    "note": "a note to the patient",
    "letter": "a letter",
}


def listed(words: list[str]) -> str:
    """`a, b and c`.

    >>> listed(["exercise", "medicines", "injections"])
    'exercise, medicines and injections'
    """
    return " and ".join((", ".join(words[:-1]), words[-1])) if len(words) > 1 else "".join(words)
