"""Taking down a person's answers, page by page."""
