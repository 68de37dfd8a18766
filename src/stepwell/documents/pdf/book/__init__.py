"""The handbook on paper: the pathway as a clinic prints it, from the same knowledge as the HTML handbook.

Lives here: its chapters as plain values. Lives elsewhere: the layout (handbook.typ), making the file (compiler.py),
the HTML handbook with every finding and every derivation (documents/handbook.py).

What is left out for the sake of paper is the meaning of each finding: `stepwell knowledge show ID` says it.
"""
