"""What must hold for every record, tried on thousands of made-up ones."""
