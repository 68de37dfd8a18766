"""The smallest record that still fails: lines are taken out as long as the fault stays.

Lives here: `smallest`. Lives elsewhere: what a fault is (tests/property/).
"""

from dataclasses import replace

from tests.agreement.generator import record_of


def smallest(record, fails, pathway):
    """Take out lines, many at once and then one by one, while `fails(record)` holds."""
    lines = sorted((*record.observations, *record.events), key=lambda line: line.seq)
    size = max(1, len(lines) // 2)
    while size:
        lines = _without_chunks(lines, size, lambda kept: fails(record_of(record.side, kept, pathway)))
        size //= 2
    found = record_of(record.side, lines, pathway)
    plain = replace(found, side=None) if all(line.side is None for line in lines) else found
    return plain if fails(plain) else found


def _without_chunks(lines, size, fails):
    start = 0
    while start < len(lines):
        kept = lines[:start] + lines[start + size :]
        if fails(kept):
            lines = kept
        else:
            start += size
    return lines
