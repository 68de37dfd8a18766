"""Deciding on what is advised, and settling exits."""
