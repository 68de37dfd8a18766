"""Documents on paper: the home programme and the letters as PDF files that a screen reader can read (PDF/UA-1).

Lives here: templates (*.typ), fixed words in English and Spanish (words/), which letter asks for what
(letters.toml), fonts, and the modules that fill them. Lives elsewhere: what is said (knowledge/, reasoning/,
programme/), the commands (commands/letter.py, commands/programme_pdf.py).

What a record or a person says is passed to a template as data and never becomes part of it.
"""
