"""What a person may do with their own record: see, correct, download, share, take consent back, erase."""
