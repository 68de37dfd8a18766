"""What is fast and what is small, measured. `python -m benchmarks` prints everything; nothing here is a timed test."""
