"""The programme editor: today's session for one person, and what a clinician sets in it. Versions never change."""
