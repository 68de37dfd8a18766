"""The page of one person, the timeline with its replay, and the outcome measures."""
