"""Self-care: one person alone, without a clinician who answers for them. Off until a clinic's administrator allows it.

Lives here: allowing it (doors.py), beginning (joining.py, beginning.py), the questions (questions.py), what such a person is shown
(shown.py), what they take to a doctor (doctor.py). Lives elsewhere: their pages, which are everybody's (patient/, owning/, reminders/).
"""
