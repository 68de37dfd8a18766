"""Every page as it is looked at: by whom, of whom, and what is done first. A page that is not listed fails test_pages.py.

Lives here: the list. Lives elsewhere: who may open a page (tests/clinic/access_table.py), the people of the demo (stepwell/clinic/demo).

A name in braces of an address is a person's: {aisha-rahman} is the id of her episode, {person:aisha-rahman} that of the person herself.
"""

import re
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from tests.clinic.browser.house import KEYS, PASSWORD, UNCONFIRMED, House

CODE = re.compile(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", re.MULTILINE)
Steps = Callable[[Page, House], object]
PHYSIO, PHYSICIAN = "ruth.adeyemi@example.org", "leila.farrant@example.org"
PERSON_IN_PAIN = "daniel-okafor@patient"
ADMINISTRATOR, AUDITOR, OFFICER = (
    "grace.oduya@example.org",
    "kenji.marlow@example.org",
    "ines.calder@example.org",
)
EXAMPLES = Path(__file__).parents[3] / "src/stepwell/clinic/administration/importing"


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


def filled(path: str, house: House) -> str:
    """An address with the ids of this house."""
    known = {
        **house.episodes,
        **house.secrets,
        **{f"person:{name}": one for name, one in house.persons.items()},
        **{f"user:{name}": one for name, one in house.users.items()},
    }
    return re.sub(r"\{([^}]+)\}", lambda found: known[found[1]], path)


def _open_all(page: Page, house: House) -> None:
    """Open everything that unfolds."""
    page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true; })")


def _password(who: str, then: str) -> Steps:
    """Sign in by a password, up to what is asked next."""

    def sent(page: Page, house: House) -> None:
        page.fill("input[name=login]", who)
        page.fill("input[name=password]", PASSWORD)
        page.locator("form button.go, form button[type=submit]").first.click()
        page.wait_for_url(then)

    return sent


def _code(page: Page, house: House) -> None:
    """Ask for a code by e-mail."""
    page.locator("input[type=email]").fill("nobody.of.this.name@example.org")
    page.locator("main button").first.click()
    page.wait_for_url("**/login/code/confirm/")


def sent_to(house: House, receiver: str) -> list[str]:
    """What was sent to somebody, earliest first."""
    sent = sorted((house.home / "mail").glob("*"), key=lambda one: one.stat().st_mtime)
    texts = [one.read_text(encoding="utf-8") for one in sent]
    return [text for text in texts if f"To: {receiver}" in text]


def code_of(house: House, receiver: str, *, but: Collection[str] = ()) -> str:
    """The code of the newest message to somebody.

    but  messages of before
    """
    for _ in range(100):
        for text in sent_to(house, receiver)[len(but) :]:
            if code := CODE.search(text):
                return code[1]
        time.sleep(0.1)
    raise AssertionError(f"no code was sent to {receiver}")


def _reset(page: Page, house: House) -> None:
    page.locator("input[type=email]").fill(KEYS)
    page.locator("main button").first.click()
    page.wait_for_url("**/password/reset/done/")


def _wrong_password(page: Page, house: House) -> None:
    """Six wrong passwords: the seventh sign-in has to wait."""
    for _ in range(7):
        if page.locator("input[name=password]").count():
            page.fill("input[name=login]", "guessed@example.org")
            page.fill("input[name=password]", "not the password")
            page.locator("form button.go, form button[type=submit]").first.click()
            page.wait_for_load_state()


def _old_form(page: Page, house: House) -> None:
    """Send a form after its cookie is gone."""
    page.context.clear_cookies(name="csrf")
    page.fill("input[name=login]", KEYS)
    page.fill("input[name=password]", PASSWORD)
    page.locator("form button.go, form button[type=submit]").first.click()
    page.wait_for_load_state()


def _upload(page: Page, house: House) -> None:
    page.set_input_files("input[type=file]", EXAMPLES / "example.csv")
    page.locator("main form select").first.select_option(index=1)
    page.locator("main form button.go").first.click()
    page.wait_for_load_state()


def _try(page: Page, house: House) -> None:
    """Set one value to the end of its range, and look at what that would do."""
    _open_all(page, house)
    row = page.locator("form.values li").filter(has=page.locator("input")).first
    most = re.search(r"may be \S+ to ([0-9.]+[0-9]|[0-9])", row.inner_text())
    assert most, row.inner_text()
    row.locator("input").first.fill(most[1])
    page.get_by_label("Why").fill("Agreed by the team in November.")
    page.get_by_role("button", name="See who would move").click()
    page.wait_for_url("**/preview/**")


def _saved(page: Page, house: House) -> None:
    """Make a version of the programme, and look at the first."""
    page.locator("main form button.go").first.click()
    page.wait_for_url("**/programme/")
    page.goto(page.url + "version/1/")


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
    Shown("person-open", "person", PHYSIO, "/people/{daniel-okafor}/", "The same, unfolded", _open_all),
    Shown("person-red-flag", "person", PHYSIO, "/people/{aisha-rahman}/", "A possible red flag"),
    Shown("person-new", "person", PHYSIO, "/people/{mei-tanaka}/", "Somebody of whom little is known"),
    Shown("person-injected", "person", PHYSICIAN, "/people/{henrik-olsen}/", "Months later"),
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
        _saved,
    ),
    Shown("letters", "letters", PHYSIO, "/people/{daniel-okafor}/letters/", "Letters"),
    Shown("notes", "notes", PHYSIO, "/people/{daniel-okafor}/notes/", "Notes to the person"),
)
PATIENT = (
    Shown("today", "today", PERSON_IN_PAIN, "/today/", "Today"),
    Shown("today-red-flag", "today", "aisha-rahman@patient", "/today/", "Today, when something cannot wait"),
    Shown("progress", "progress", PERSON_IN_PAIN, "/progress/", "Progress"),
    Shown("way", "way", PERSON_IN_PAIN, "/pathway/", "My pathway"),
    Shown("learn", "learn", PERSON_IN_PAIN, "/learn/", "Learning"),
    Shown("own-record", "own_record", PERSON_IN_PAIN, "/record/", "My record"),
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
        _try,
    ),
)
ADMINISTRATION = (
    Shown("administration", "administration", ADMINISTRATOR, "/administration/", "Administration"),
    Shown("setup", "setup", ADMINISTRATOR, "/administration/setup/", "Setting up"),
    Shown("country", "country", ADMINISTRATOR, "/administration/setup/country/", "The country"),
    Shown(
        "numbers", "numbers", ADMINISTRATOR, "/administration/setup/country/GB/", "The numbers of a country"
    ),
    Shown("intended-use", "intended_use", ADMINISTRATOR, "/administration/intended-use/", "Intended use"),
    Shown("members", "members", ADMINISTRATOR, "/administration/members/", "Members"),
    Shown("invite", "invite", ADMINISTRATOR, "/administration/members/invite/", "Inviting somebody"),
    Shown(
        "roles",
        "roles",
        ADMINISTRATOR,
        "/administration/members/{user:tomasz.wren@example.org}/",
        "Somebody's roles",
    ),
    Shown("persons", "persons", ADMINISTRATOR, "/administration/people/", "People"),
    Shown(
        "invite-person",
        "invite_person",
        ADMINISTRATOR,
        "/administration/people/{person:mei-tanaka}/invite/",
        "Inviting a person",
    ),
    Shown(
        "erase",
        "erase",
        ADMINISTRATOR,
        "/administration/people/{person:mei-tanaka}/erase/",
        "Erasing somebody",
    ),
    Shown("retention", "retention", ADMINISTRATOR, "/administration/retention/", "How long records are kept"),
    Shown("import", "import", ADMINISTRATOR, "/administration/import/", "Importing people"),
    Shown(
        "import-look",
        "import",
        ADMINISTRATOR,
        "/administration/import/",
        "What an import would make",
        _upload,
    ),
    Shown(
        "import-columns",
        "import_columns",
        ADMINISTRATOR,
        "/administration/import/columns/",
        "Columns of a table",
    ),
    Shown(
        "export", "export", PHYSIO, "/administration/records/{daniel-okafor}/export/", "Exporting a record"
    ),
    Shown("consent", "consent", PHYSIO, "/administration/records/{daniel-okafor}/consent/", "Consent"),
    Shown("audit", "audit", AUDITOR, "/audit/", "The audit"),
    Shown(
        "audit-record",
        "audit_record",
        AUDITOR,
        "/audit/record/{daniel-okafor}/",
        "Who read and wrote a record",
    ),
)
ACCOUNTS = (
    Shown("sign-in", "account_login", None, "/accounts/login/", "Signing in"),
    Shown("sign-in-code", "account_request_login_code", None, "/accounts/login/code/", "A code by e-mail"),
    Shown(
        "sign-in-code-sent",
        "account_confirm_login_code",
        None,
        "/accounts/login/code/",
        "The code that was sent",
        _code,
    ),
    Shown(
        "sign-in-second",
        "mfa_authenticate",
        None,
        "/accounts/login/",
        "The second factor",
        _password(KEYS, "**/2fa/authenticate/"),
    ),
    Shown(
        "sign-in-locked", "account_login", None, "/accounts/login/", "After wrong passwords", _wrong_password
    ),
    Shown("sign-out", "account_logout", PHYSIO, "/accounts/logout/", "Signing out"),
    Shown("inactive", "account_inactive", None, "/accounts/inactive/", "An account that has ended"),
    Shown(
        "mail-sent",
        "account_email_verification_sent",
        None,
        "/accounts/login/",
        "Confirming an address",
        _password(UNCONFIRMED, "**/confirm-email/"),
    ),
    Shown("password-reset", "account_reset_password", None, "/accounts/password/reset/", "A new password"),
    Shown(
        "password-reset-sent",
        "account_reset_password_done",
        None,
        "/accounts/password/reset/",
        "The message that was sent",
        _reset,
    ),
    Shown(
        "password-reset-key",
        "account_reset_password_from_key",
        None,
        "/accounts/password/reset/key/1-set-password/",
        "A link that is too old",
    ),
    Shown(
        "password-reset-done",
        "account_reset_password_from_key_done",
        None,
        "/accounts/password/reset/key/done/",
        "The password is changed",
    ),
    Shown(
        "password-change", "account_change_password", KEYS, "/accounts/password/change/", "Another password"
    ),
    Shown("password-set", "account_set_password", PHYSIO, "/accounts/password/set/", "A first password"),
    Shown("reauthenticate", "account_reauthenticate", KEYS, "/accounts/reauthenticate/", "It is still you"),
    Shown(
        "reauthenticate-code",
        "account_request_reauthentication_code",
        PHYSIO,
        "/accounts/reauthenticate/code/",
        "By a code",
    ),
    Shown(
        "reauthenticate-code-sent",
        "account_confirm_reauthentication_code",
        PHYSIO,
        "/accounts/reauthenticate/code/",
        "The code that was sent",
        lambda page, house: (page.locator("main button").first.click(), page.wait_for_url("**/confirm/")),
    ),
    Shown("second-factor", "second_factor", PHYSIO, "/second-factor/", "Asking for a second factor"),
    Shown("keys", "mfa_index", KEYS, "/accounts/2fa/", "Sign-in and passkeys"),
    Shown("keys-none", "mfa_index", PHYSIO, "/accounts/2fa/", "Nothing set yet"),
    Shown("keys-app", "mfa_activate_totp", PHYSIO, "/accounts/2fa/totp/activate/", "An app that makes codes"),
    Shown("keys-app-end", "mfa_deactivate_totp", KEYS, "/accounts/2fa/totp/deactivate/", "Ending it"),
    Shown(
        "keys-recovery", "mfa_view_recovery_codes", KEYS, "/accounts/2fa/recovery-codes/", "Recovery codes"
    ),
    Shown(
        "keys-recovery-new",
        "mfa_generate_recovery_codes",
        KEYS,
        "/accounts/2fa/recovery-codes/generate/",
        "New recovery codes",
    ),
    Shown("keys-list", "mfa_list_webauthn", KEYS, "/accounts/2fa/webauthn/", "Passkeys"),
    Shown("keys-add", "mfa_add_webauthn", PHYSIO, "/accounts/2fa/webauthn/add/", "A new passkey"),
    Shown(
        "keys-rename", "mfa_edit_webauthn", KEYS, "/accounts/2fa/webauthn/keys/{passkey}/edit/", "Its name"
    ),
    Shown(
        "keys-remove",
        "mfa_remove_webauthn",
        KEYS,
        "/accounts/2fa/webauthn/keys/{passkey}/remove/",
        "Removing it",
    ),
    Shown("reauthenticate-app", "mfa_reauthenticate", KEYS, "/accounts/2fa/reauthenticate/", "By the app"),
    Shown(
        "reauthenticate-key",
        "mfa_reauthenticate_webauthn",
        KEYS,
        "/accounts/2fa/webauthn/reauthenticate/",
        "By the passkey",
    ),
    Shown("clinics", "choose_clinic", PHYSIO, "/clinic/", "Clinic and role"),
    Shown("invitation", "invitation", None, "/invitation/{invitation}/", "Joining"),
    Shown(
        "invitation-closed", "invitation", None, "/invitation/old/", "An invitation that is too old", code=404
    ),
    Shown("no-clinic", "no_clinic", PHYSIO, "/no-clinic/", "Somebody of no clinic"),
    Shown("not-open", "not_open", PHYSIO, "/not-open/", "A clinic that is not open yet"),
    Shown("refused", "403", AUDITOR, "/caseload/", "A page for others", code=403),
    Shown("missing", "404", PHYSIO, "/nothing/", "A page that is not there", code=404),
    Shown("old-form", "403", None, "/accounts/login/", "A form that is too old", _old_form),
)
AREAS = {
    "Caseload": CASELOAD,
    "A person": PERSON,
    "Intake and exam": INTAKE,
    "Advice": ADVICE,
    "Programme, letters, notes": PROGRAMME,
    "The person's own pages": PATIENT,
    "Knowledge": KNOWLEDGE,
    "Administration and audit": ADMINISTRATION,
    "Signing in, and refusals": ACCOUNTS,
}
NO_PAGE = {
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
    "parameters_save": "a button of the preview",
    "parameters_try": "a button of the values",
    "programme_accept": "a button of the programme",
    "programme_pdf": "a PDF",
    "programme_picture": "a picture",
    "reviewed": "a button of the caseload",
    "today_token": "a secret for the page's own script",
    "withdraw_invitation": "a button of the members",
    "worker": "a script",
}
"""Addresses that answer with no page of their own, and with what instead."""


def everything() -> Iterator[Shown]:
    """All pages."""
    for area in AREAS.values():
        yield from area
