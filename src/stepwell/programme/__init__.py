"""The programme of exercises: what to do today, at which dosage, and when to propose more or less.

Lives here: pure functions over the knowledge and a situation. Lives elsewhere: exercises, plans, limits and
schedules (knowledge/dgs/exercises/, knowledge/dgs/programme.yaml), how they are drawn (figures/).
"""
