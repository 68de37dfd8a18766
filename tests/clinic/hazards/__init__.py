"""Controls of the hazard log that no other file shows: each is named in docs/safety/hazards.yaml or in a page beside it."""
