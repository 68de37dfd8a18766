"""One person: the time chart, what is next, what is not known, the timeline."""
