"""What becomes of events that a phone kept: each is stored once or set aside, and a sign of danger is never lost."""
