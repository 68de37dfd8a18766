"""What is proved for every possible record: the invariants of the pathway, by Z3.

Lives here: `run`, which proves or refutes `invariants.yaml`, and `as_text`, which prints the outcome.
"""

from stepwell.verify.prove import run
from stepwell.verify.report import Outcome, as_text

__all__ = ["Outcome", "as_text", "run"]
