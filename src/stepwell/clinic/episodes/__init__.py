"""Persons, their episodes, what was written in them, and the stored plan."""
