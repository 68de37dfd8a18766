"""Records with many events of one treatment: several targets and none, `of` that names any earlier event, ends without starts.

Lives here: such records. Lives elsewhere: what is made of them (agreement/test_courses.py, test_population_engines.py).
"""

from random import Random

from stepwell.records.bounds import exactly
from stepwell.records.parts import RESPONSES
from stepwell.records.types import Record
from tests.agreement.lines import ACTS, NOW, LineMaker
from tests.agreement.numbers import turns_of

MANY = 14


def tangled(pathway, seed):
    """A record of one or two treatments and up to fourteen events; many of them on one day."""
    rng = Random(seed)
    maker = LineMaker(pathway, turns_of(pathway), "right")
    names = rng.sample([one for one in pathway.interventions if not pathway.interventions[one].exit], 2)
    targets = rng.sample(list(pathway.targets), 2)
    lines = []
    for _ in range(rng.randint(2, MANY)):
        parts = {"target": rng.choice((*targets, None)), "response": rng.choice((*RESPONSES, None))}
        if lines and rng.random() < 0.25:
            parts["of"] = rng.choice(lines).seq
        if rng.random() < 0.3:
            parts["relief_percent"] = exactly(rng.randint(0, 100))
        day = exactly(NOW - rng.choice((0, 3, 3, 20, 50, 90, 200)))
        maker.happen(lines, rng.choice((names[0], *names)), rng.choice(ACTS), day, **parts)
    return Record("right", None, (), tuple(lines))
