"""Stepwell runs the step-wise care pathway for Deep Gluteal Syndrome from one body of knowledge."""

__version__ = "0.1.0"
