"""The knowledge as pages, and a clinic's own values of its parameters."""
