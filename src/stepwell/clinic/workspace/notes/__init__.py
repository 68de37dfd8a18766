"""Notes to the person, one way."""
