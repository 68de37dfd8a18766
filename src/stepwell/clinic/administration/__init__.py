"""A clinic's own affairs: members, country, import, retention."""
