"""A caseload from a file: looked at first, made only then, all of it or nothing."""
