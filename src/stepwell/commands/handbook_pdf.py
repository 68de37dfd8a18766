"""`stepwell knowledge handbook --pdf`: the pathway as a book to print."""

from argparse import Namespace

from stepwell.commands.common import as_of
from stepwell.commands.paper import put
from stepwell.documents.pdf.book.document import HandbookDocument
from stepwell.knowledge.loader import load_pathway


def run(arguments: Namespace) -> int:
    """Write the handbook and print where it is."""
    return put(HandbookDocument(load_pathway(), as_of(None)).pdf(), arguments.pdf, option="--pdf")
