"""The pages of self-care as they are looked at (tests/clinic/browser/shown.py lists them)."""

from tests.clinic.browser.state import ADMINISTRATOR, Shown

ALONE, NEWCOMER = "iris-sample@patient", "newcomer@patient"
"""Who uses it alone, and who has just come in by their link (made by tests/clinic/selfcare/made.py)."""
DOOR = "/self-care/at/{self-care}/"


def asked_for(page, house):
    """Ask for the link."""
    page.locator("#id_email").fill("somebody.new@example.org")
    page.locator("main form button.go").click()
    page.wait_for_selector("text=Look into your mail")


def wrong(page, house):
    """Send the first page as it is."""
    page.evaluate("document.querySelectorAll('form').forEach(one => { one.noValidate = true; })")
    page.locator("main form button.go").click()
    page.wait_for_selector("text=Something is missing")


SELF_CARE = (
    Shown(
        "self-care-setting",
        "self_care_setting",
        ADMINISTRATOR,
        "/administration/self-care/",
        "Allowing self-care",
    ),
    Shown("self-care-places", "self_care_places", None, "/self-care/", "Where people begin by themselves"),
    Shown("self-care-door", "self_care_door", None, DOOR, "What self-care is"),
    Shown("self-care-sent", "self_care_door", None, DOOR, "The link is on its way", asked_for),
    Shown("self-care-begin", "self_care_begin", NEWCOMER, "/self-care/begin/", "Before somebody begins"),
    Shown(
        "self-care-begin-wrong",
        "self_care_begin",
        NEWCOMER,
        "/self-care/begin/",
        "Something is missing",
        wrong,
    ),
    Shown("own-questions", "own_questions", ALONE, "/questions/", "The questions of a person alone"),
    Shown("own-question-signs", "own_question_page", ALONE, "/questions/leg-signs/", "Signs of danger"),
    Shown("own-question-numbers", "own_question_page", ALONE, "/questions/how-easily-stirred-up/", "Numbers"),
    Shown("way-alone", "way", ALONE, "/pathway/", "The pathway of a person alone"),
    Shown("own-doctor", "own_doctor", ALONE, "/doctor/", "What to take to a doctor"),
)
NO_PAGE = {"own_doctor_paper": "a PDF", "own_question_draft": "keeps what is typed"}
