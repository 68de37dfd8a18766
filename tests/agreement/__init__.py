"""Made-up records that every engine judges, and that the engines must agree on."""
