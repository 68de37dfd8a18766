"""SQLite with a fair lock for those who write."""
