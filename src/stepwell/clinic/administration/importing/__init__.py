"""A caseload from a file: looked at first, made only then, all of it or nothing.

drafts.py    what a file says: people to be made, what is wrong, what is left out
meanings.py  what a column, a code and a word stand for
table.py     a table of people (CSV)
bundle.py    a FHIR R4 Bundle
checks.py    adults only, who is here already, what the reader of records says
services.py  making the people
views.py     the pages
"""
