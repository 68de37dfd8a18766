"""Emergencies that nobody has acknowledged yet: raising them, telling one person after the other, and who has seen them."""
