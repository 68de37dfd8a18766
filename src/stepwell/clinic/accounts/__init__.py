"""Who signs in, for which clinic, in which role."""
