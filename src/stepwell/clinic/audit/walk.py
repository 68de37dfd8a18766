"""Following one chain from its first link to its head.

Lives here: the walk, and naming only the first of many breaches. Lives elsewhere: which chains there are and what else must hold
(audit/verify.py), the hash of a link (keeping/chain.py).
"""

from collections.abc import Iterable, Iterator

from stepwell.clinic.audit.models import Head
from stepwell.clinic.keeping.chain import Link, broken
from stepwell.clinic.keeping.ring import keyring

MOST = 5
"""Breaches of one chain that are named; of more, only how many."""


class Walk:
    """One chain, followed from its first link to its head.

    The head is read first: links that somebody writes meanwhile come after it, and the head has moved with them.
    """

    def __init__(self, chain: str) -> None:
        self.chain = chain
        self.head: Head | None = Head.objects.filter(pk=chain).first()
        self.count = 0
        self.at_head: bytes | None = None

    def follow(self, links: Iterable[Link]) -> Iterator[str]:
        """What does not hold in it."""
        yield from few(broken(keyring().linking, self._passing(links)))
        if self.head is None:
            if not Head.objects.filter(pk=self.chain).exists():
                yield f"the head is missing, and {self.count} links are there"
            return
        if self.count < self.head.count:
            yield f"the end is cut off: {self.count} links are there, and the head counts {self.head.count}"
        elif self.head.count and self.at_head != bytes(self.head.last):
            yield f"link {self.head.count} is not the one that the head names"
        if self.count > self.head.count:
            yield from self._beyond()

    def _passing(self, links: Iterable[Link]) -> Iterator[Link]:
        stop = self.head.count if self.head else 0
        for link in links:
            self.count += 1
            if self.count == stop:
                self.at_head = link.hash
            yield link

    def _beyond(self) -> Iterator[str]:
        """Links after the head are sound only where the head has moved over them meanwhile."""
        now = Head.objects.filter(pk=self.chain).values_list("count", flat=True).first() or 0
        if now < self.count:
            yield f"{self.count - now} links stand behind the head: they were put there, or the head was put back"


def few(problems: Iterable[str]) -> Iterator[str]:
    """The first of them, and how many more."""
    more = 0
    for number, problem in enumerate(problems, start=1):
        if number <= MOST:
            yield problem
        else:
            more += 1
    if more:
        yield f"and {more} more of this kind"
