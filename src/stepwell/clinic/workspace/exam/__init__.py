"""The exam: tests, ranked sources, the next best test."""
