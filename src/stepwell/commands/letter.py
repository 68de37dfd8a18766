"""`stepwell letter`: a letter from one record, as PDF."""

from argparse import Namespace

from stepwell.commands.common import read, require
from stepwell.commands.paper import put
from stepwell.documents.pdf.letter import Letter, kinds
from stepwell.documents.pdf.subject import subject_of
from stepwell.documents.pdf.wording import wording


def run(arguments: Namespace) -> int:
    """Write the letter and print where it is. Reads `record`, `as_of`, `kind`, `out` and `lang`."""
    listed = f"Name one of: {', '.join(kinds())}."
    require(arguments.kind, kinds(), place="--kind", kind="letter", listed=listed)
    words = wording(arguments.lang)
    pathway, record, day = read(arguments)
    letter = Letter(arguments.kind, subject_of(pathway, record, day, words))
    return put(letter.pdf(), arguments.out, option="--out", record=arguments.record)
