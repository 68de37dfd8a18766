"""What people write at home: pain, the session, once a week more, and now and then the short screen.

Lives here: who writes on a day. Lives elsewhere: what the answers are (answers.py), visits (visiting.py).
"""

import numpy as np

from stepwell.simulate.asking import Asking, observable
from stepwell.simulate.chance import Truths

WEEK = 7


class Diary:
    """The diaries of the people of a bucket."""

    def __init__(self, asking: Asking) -> None:
        read, pathway = asking.world.parameters, asking.pathway
        self._asking = asking
        (screen, self._screen_share) = next(iter(read.shares("diary-screen").items()))
        self._screen = observable(pathway, pathway.interventions[screen].finds)

    def write(self, present: Truths, in_care: Truths, day: int) -> None:
        """A day of the diaries. `present` says who still comes, `in_care` whose exercises go on."""
        asking, world = self._asking, self._asking.world
        read, chance, people = world.parameters, world.chance, world.people
        share = people.diary * 0.5 ** (day / read.number("diary-half-life"))
        rows = np.flatnonzero(chance.happens(share, "diary", day) & present)
        for name in read.values["diary-daily"]:
            asking.tell(name, rows, day)
        trained = rows[in_care[rows] & chance.happens(world.body.adherence[rows], "session", day, rows)]
        for name in read.values["diary-session"]:
            asking.tell(name, trained, day)
        weekly = rows[chance.happens(1 / WEEK, "weekly", day, rows)]
        for name in read.values["diary-weekly"]:
            asking.tell(name, weekly, day)
        screened = trained[chance.happens(self._screen_share, "diary-screen", day, trained)]
        for name in self._screen:
            asking.tell(name, screened, day)
