"""Reminders: when they are due, how they are sent, and what they say."""
