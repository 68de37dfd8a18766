"""Pages of administration, audit and signing in, as they are looked at."""

from tests.clinic.browser.house import KEYS, UNCONFIRMED
from tests.clinic.browser.state import ADMINISTRATOR, AUDITOR, PHYSIO, Shown
from tests.clinic.browser.steps import old_form, password, reset, type_code, upload, wrong_password

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
        upload,
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
        type_code,
    ),
    Shown(
        "sign-in-second",
        "mfa_authenticate",
        None,
        "/accounts/login/",
        "The second factor",
        password(KEYS, "**/2fa/authenticate/"),
    ),
    Shown(
        "sign-in-locked", "account_login", None, "/accounts/login/", "After wrong passwords", wrong_password
    ),
    Shown("sign-out", "account_logout", PHYSIO, "/accounts/logout/", "Signing out"),
    Shown("inactive", "account_inactive", None, "/accounts/inactive/", "An account that has ended"),
    Shown(
        "mail-sent",
        "account_email_verification_sent",
        None,
        "/accounts/login/",
        "Confirming an address",
        password(UNCONFIRMED, "**/confirm-email/"),
    ),
    Shown("password-reset", "account_reset_password", None, "/accounts/password/reset/", "A new password"),
    Shown(
        "password-reset-sent",
        "account_reset_password_done",
        None,
        "/accounts/password/reset/",
        "The message that was sent",
        reset,
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
    Shown("old-form", "403", None, "/accounts/login/", "A form that is too old", old_form),
)
