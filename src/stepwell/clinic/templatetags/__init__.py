"""What templates can say in one word."""
