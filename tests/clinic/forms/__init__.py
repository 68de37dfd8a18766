"""Forms that stop: another side, a part that is missing, a unit that does not fit, a medicine that is not tapered."""
