"""The clinic's own affairs: setting up, members, people, keeping, export, consent."""
