"""The differential as JSON: `source` of a care plan, and `stepwell source --json`."""

from typing import Any

from stepwell.differential.types import Differential, Estimate


def source_json(found: Differential) -> dict[str, Any]:
    """Ranked sources with median and interval, what may be agreed, and the next best tests."""
    return {
        "established": found.established,
        "setting": found.setting,
        "not_dgs": _estimate(found.not_dgs),
        "likelihoods": [
            {"source": one.source, "share": _estimate(one.share), "overall": round(one.overall, 3)}
            for one in found.likelihoods
        ],
        "offers": [{"source": offer.source, "why": offer.why} for offer in found.offers],
        "shortfalls": list(found.shortfalls),
        "next_tests": [
            {"assessment": test.assessment, "gain_bits": round(test.gain, 3)} for test in found.next_tests
        ],
        "used": [{"assessment": name, "weight": round(weight, 2)} for name, weight in found.used],
    }


def _estimate(one: Estimate) -> dict[str, float]:
    return {"median": round(one.median, 3), "low": round(one.low, 3), "high": round(one.high, 3)}
