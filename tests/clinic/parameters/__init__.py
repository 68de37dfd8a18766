"""A clinic's own values: inside their range, tried before they are saved, in versions that only grow."""
