"""The programme editor."""
