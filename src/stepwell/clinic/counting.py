"""How often something was asked for, so that nobody guesses secrets or fills somebody's mail box.

Lives here: counting within each web worker. Lives elsewhere: how often is too often (each place that asks), signing in (allauth, axes).
"""

from django.core.cache import cache


def too_often(what: str, most: int, *, seconds: int) -> bool:
    """Count once more, and say whether that is more than `most` within some seconds of the first. What cannot be counted is not too often."""
    cache.add(what, 0, seconds)
    try:
        return bool(cache.incr(what) > most)
    except ValueError:
        return False
