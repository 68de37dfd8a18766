"""A clinic's own affairs: setting it up, members, people, import, keeping and erasing.

setting.py     the clinic, its country and numbers, the intended use
members.py     members, invitations, roles
persons.py     people, without what they answered: invite, erase
keeping.py     what is older than it is kept for; the export of a record
consent.py     what a person agreed to, and took back
texts.py       the intended use and the consent, as pages show them
mail.py        the message of an invitation
importing/     a caseload from a table or a FHIR Bundle
first.py       the first clinic, by one call
fresh.py       signing in again before what cannot be undone
factor.py      a passkey or an app before a real patient is seen
"""
