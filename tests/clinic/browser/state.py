"""One page in one state, and who looks at it."""

from dataclasses import dataclass

from playwright.sync_api import Page

from tests.clinic.browser.house import House
from tests.clinic.browser.steps import Steps, filled

PHYSIO, PHYSICIAN = "ruth.adeyemi@example.org", "leila.farrant@example.org"
PERSON_IN_PAIN = "daniel-okafor@patient"
ADMINISTRATOR, AUDITOR, OFFICER = (
    "grace.oduya@example.org",
    "kenji.marlow@example.org",
    "ines.calder@example.org",
)


@dataclass(frozen=True)
class Shown:
    """One page in one state.

    file    the name of its picture
    page    the name of its address (tests/clinic/access_table.py), or the status of a refusal
    who     who has signed in; None for nobody
    path    where it is
    title   what the documentation says of it
    steps   what is done before it is looked at
    code    the status of the first answer
    """

    file: str
    page: str
    who: str | None
    path: str
    title: str
    steps: Steps | None = None
    code: int = 200

    def open(self, page: Page, house: House) -> int:
        """Open it. returns the status of the first answer"""
        answer = page.goto(filled(self.path, house))
        if self.steps:
            self.steps(page, house)
            page.wait_for_load_state()
        return answer.status if answer else 0
