"""Made-up people for a clinic that opens on a bare machine.

    lives/     what is written by hand: clinics with their staff, sets of answers, one short script for each person
    scripts.py a script made into dated saves of record lines
    diaries.py the daily and weekly entries that a script writes as rows of digits
    people.py  everybody, as of a day
    __main__.py what each person's plan says today, for those who change a script

Days in a script count from today (0), so that the same people need the same things whenever the demo is opened.
Nobody here is real. Lives elsewhere: how a person is put into the database (episodes/), and people made up by the
thousand (simulate/).
"""
