"""The caseload: who needs somebody, most urgent first."""
