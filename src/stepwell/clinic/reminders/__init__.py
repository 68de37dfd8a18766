"""Reminders that a person asked for: one a day, only if nothing is logged, in neutral words, by the way that they chose."""
