"""How what is written is kept: sealed under a key of each person, and linked so that any change shows."""
