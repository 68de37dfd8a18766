"""Letters and the printed programme."""
