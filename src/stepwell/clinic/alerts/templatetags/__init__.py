"""The banner of emergencies that wait."""
