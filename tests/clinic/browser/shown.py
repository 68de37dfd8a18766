"""Every page as it is looked at: by whom, of whom, and what is done first. A page that is not listed fails test_pages.py.

Lives here: the pages of care, and the list of all. Lives elsewhere: those of the house (shown_house.py), who may open a page
(tests/clinic/access_table.py), the people of the demo (stepwell/clinic/demo).
"""

from collections.abc import Iterator

from tests.clinic.browser.shown_alerts import ALERTS
from tests.clinic.browser.shown_house import ACCOUNTS, ADMINISTRATION
from tests.clinic.browser.state import OFFICER, PERSON_IN_PAIN, PHYSICIAN, PHYSIO, Shown
from tests.clinic.browser.steps import in_the_shell, open_all, saved, try_values
from tests.clinic.owning.shown import NO_PAGE as OWNING_NO_PAGE
from tests.clinic.owning.shown import OWNING
from tests.clinic.reminders.shown import NO_PAGE as REMINDING_NO_PAGE
from tests.clinic.reminders.shown import REMINDING
from tests.clinic.selfcare.shown import NO_PAGE as SELF_CARE_NO_PAGE
from tests.clinic.selfcare.shown import SELF_CARE

CASELOAD = (
    Shown("caseload", "caseload", PHYSIO, "/caseload/", "The caseload, most urgent first"),
    Shown("caseload-all", "caseload", PHYSIO, "/caseload/?show=all", "Everybody"),
    Shown("caseload-nobody", "caseload", PHYSIO, "/caseload/?find=zzz", "A search that finds nobody"),
    Shown("caseload-changes", "caseload_changes", PHYSIO, "/caseload/changes/", "What changed since"),
    Shown("snooze", "snooze", PHYSIO, "/caseload/{daniel-okafor}/snooze/", "Putting somebody aside"),
    Shown("new-person", "new_person", PHYSIO, "/people/new/", "A new person"),
)
PERSON = (
    Shown("person", "person", PHYSIO, "/people/{daniel-okafor}/", "A person whose pain rises"),
    Shown("person-open", "person", PHYSIO, "/people/{daniel-okafor}/", "The same, unfolded", open_all),
    Shown("person-red-flag", "person", PHYSIO, "/people/{aisha-rahman}/", "A possible red flag"),
    Shown("person-new", "person", PHYSIO, "/people/{mei-tanaka}/", "Somebody of whom little is known"),
    Shown("person-injected", "person", PHYSICIAN, "/people/{henrik-olsen}/", "Months later"),
    Shown("birthday", "birthday", PHYSIO, "/people/{year-only}/birthday/", "Adding the day of birth"),
    Shown("outcomes", "outcomes", PHYSIO, "/people/{daniel-okafor}/outcomes/", "Outcome measures"),
    Shown("timeline", "timeline", PHYSIO, "/people/{daniel-okafor}/timeline/", "The timeline"),
)
INTAKE = (
    Shown("intake", "intake", PHYSIO, "/people/{mei-tanaka}/intake/", "The pages of the intake"),
    Shown(
        "intake-safety",
        "intake_page",
        PHYSIO,
        "/people/{mei-tanaka}/intake/leg-signs/",
        "A page of questions",
    ),
    Shown("exam", "exam", PHYSIO, "/people/{omar-haddad}/exam/", "The exam"),
    Shown("exam-known", "exam", PHYSIO, "/people/{chloe-martin}/exam/", "An exam with results"),
)
ADVICE = (
    Shown("advice", "advice", PHYSIO, "/people/{daniel-okafor}/advice/", "What is advised"),
    Shown("advice-red-flag", "advice", PHYSIO, "/people/{aisha-rahman}/advice/", "Advice under a red flag"),
    Shown("why", "why", PHYSIO, "/people/{daniel-okafor}/advice/conservative-care/", "Why, in full"),
    Shown(
        "why-contraindicated",
        "why",
        PHYSICIAN,
        "/people/{ivan-petrov}/advice/strengthening/",
        "Why something must not be done",
    ),
    Shown(
        "decide-accept",
        "decide",
        PHYSIO,
        "/people/{omar-haddad}/advice/conservative-care/decide/?do=accept",
        "Accepting",
    ),
    Shown(
        "decide-override",
        "decide",
        PHYSIO,
        "/people/{ivan-petrov}/advice/strengthening/decide/?do=override",
        "Overriding",
    ),
    Shown(
        "answers",
        "answers",
        PHYSIO,
        "/people/{mei-tanaka}/advice/safety-screen/answers/",
        "Answering what a recommendation asks",
    ),
    Shown("exits", "exits", PHYSIO, "/people/{aisha-rahman}/exits/", "Exits of the pathway"),
    Shown(
        "settle", "settle", PHYSIO, "/people/{aisha-rahman}/exits/cauda-equina-emergency/", "Settling an exit"
    ),
)
PROGRAMME = (
    Shown("programme", "programme", PHYSIO, "/people/{jonas-weber}/programme/", "The programme"),
    Shown(
        "programme-exercise",
        "programme_exercise",
        PHYSIO,
        "/people/{jonas-weber}/programme/exercise/seated-sciatic-slider/",
        "One exercise for one person",
    ),
    Shown(
        "programme-home",
        "programme_home",
        PHYSIO,
        "/people/{jonas-weber}/programme/home/",
        "What is at home",
    ),
    Shown(
        "programme-version",
        "programme_version",
        PHYSIO,
        "/people/{meera-iyer}/programme/home/",
        "An earlier version",
        saved,
    ),
    Shown("letters", "letters", PHYSIO, "/people/{daniel-okafor}/letters/", "Letters"),
    Shown("notes", "notes", PHYSIO, "/people/{daniel-okafor}/notes/", "Notes to the person"),
)
PATIENT = (
    Shown("today", "today", PERSON_IN_PAIN, "/today/", "Today"),
    Shown("today-red-flag", "today", "aisha-rahman@patient", "/today/", "Today, when something cannot wait"),
    Shown("progress", "progress", PERSON_IN_PAIN, "/progress/", "Progress"),
    Shown("way", "way", PERSON_IN_PAIN, "/pathway/", "My pathway"),
    Shown("today-weekly", "today", PERSON_IN_PAIN, "/today/#weekly", "The weekly check-in", in_the_shell),
    Shown("today-activity", "today", PERSON_IN_PAIN, "/today/#activity", "Activities by light", in_the_shell),
    Shown("learn", "learn", PERSON_IN_PAIN, "/learn/", "Learning"),
    Shown("ergonomics", "ergonomics", PERSON_IN_PAIN, "/ergonomics/", "Where the person sits and sleeps"),
    Shown("ladders", "ladders", PERSON_IN_PAIN, "/ladders/", "The ways back", open_all),
    Shown("own-record", "own_record", PERSON_IN_PAIN, "/record/", "My record"),
    Shown("language", "language", PERSON_IN_PAIN, "/language/", "Choosing a language"),
    Shown("get-help", "get_help", PERSON_IN_PAIN, "/help/", "Get help"),
)
KNOWLEDGE = (
    Shown("knowledge", "knowledge", OFFICER, "/knowledge/", "The knowledge"),
    Shown("knowledge-kind", "knowledge", OFFICER, "/knowledge/?kind=intervention", "All of one kind"),
    Shown(
        "knowledge-item",
        "knowledge_item",
        OFFICER,
        "/knowledge/intervention/conservative-care/",
        "One intervention",
    ),
    Shown(
        "knowledge-test",
        "knowledge_item",
        OFFICER,
        "/knowledge/assessment/seated-piriformis-stretch/",
        "One test",
    ),
    Shown("parameters", "parameters", OFFICER, "/knowledge/values/", "A clinic's own values"),
    Shown(
        "parameters-preview",
        "parameters_preview",
        OFFICER,
        "/knowledge/values/",
        "What a change would do",
        try_values,
    ),
)
AREAS = {
    "Caseload": CASELOAD,
    "Emergencies, and what was set aside": ALERTS,
    "A person": PERSON,
    "Intake and exam": INTAKE,
    "Advice": ADVICE,
    "Programme, letters, notes": PROGRAMME,
    "The person's own pages": PATIENT,
    "A person's own rights": OWNING,
    "Reminders": REMINDING,
    "Self-care": SELF_CARE,
    "Knowledge": KNOWLEDGE,
    "Administration and audit": ADMINISTRATION,
    "Signing in, and refusals": ACCOUNTS,
}
NO_PAGE = {
    **OWNING_NO_PAGE,
    **REMINDING_NO_PAGE,
    **SELF_CARE_NO_PAGE,
    "alive": "two letters of text",
    "audit_export": "a file",
    "audit_verify": "a button of the audit",
    "demo_sign_in": "leads to the first page of whoever it signs in",
    "exam_draft": "keeps what is typed",
    "figure": "a picture, or how it moves",
    "home": "leads to the first page of a role",
    "import_example": "a file",
    "intake_draft": "keeps what is typed",
    "intake_skip": "a button of the intake",
    "letter": "a PDF",
    "manifest": "names the application to a phone",
    "mfa_download_recovery_codes": "a file",
    "mfa_login_webauthn": "answers the script of the sign-in page",
    "parameters_answer": "a button of a proposal",
    "parameters_look": "a button of the values; the page is that of the preview",
    "parameters_save": "a button of the preview",
    "parameters_try": "a button of the values",
    "programme_accept": "a button of the programme",
    "programme_pdf": "a PDF",
    "programme_picture": "a picture",
    "reviewed": "a button of the caseload",
    "set_language": "a button of the choice of a language",
    "today_token": "a secret for the page's own script",
    "withdraw_invitation": "a button of the members",
    "worker": "a script",
}
"""Addresses that answer with no page of their own, and with what instead."""


def everything() -> Iterator[Shown]:
    """All pages."""
    for area in AREAS.values():
        yield from area
