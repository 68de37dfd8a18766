"""`stepwell audit verify`: has anything been changed?

Lives here: the words and the exit code. Lives elsewhere: following the chains (clinic/audit/verify.py).
"""

from argparse import Namespace

from stepwell.clinic.audit.verify import REMEDY, followed
from stepwell.clinic.operations.ready import require_key, require_migrated


def verify(_arguments: Namespace) -> int:
    """Follow every chain; 1 where something does not hold."""
    require_key()
    require_migrated()
    outcome = followed()
    for words in outcome.words:
        print(words)
    through = f"{outcome.links:,} links of {outcome.chains:,} chains in {outcome.seconds:.1f} s"
    if outcome.breaches:
        print(f"\n{len(outcome.breaches)} things do not hold. {through}.\n{REMEDY}")
        return 1
    print(f"Nothing was changed: {through}.")
    return 0
