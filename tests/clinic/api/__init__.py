"""The JSON face: who gets what, in which shape, and what a phone needs for a day without a network."""
