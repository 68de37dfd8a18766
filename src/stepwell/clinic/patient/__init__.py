"""What the person in pain opens."""
