"""`stepwell knowledge handbook`: the pathway as a book."""

from argparse import Namespace
from pathlib import Path

from stepwell.commands.knowledge import default_handbook
from stepwell.documents.handbook import write_handbook
from stepwell.errors import Fault, StepwellError
from stepwell.knowledge.loader import load_pathway


def run(arguments: Namespace) -> int:
    """Write the handbook and print where it is."""
    path = Path(arguments.out) if arguments.out else default_handbook()
    pathway = load_pathway()
    try:
        write_handbook(pathway, path)
    except OSError as wrong:
        remedy = "Choose another file with --out, in a folder that is there."
        raise StepwellError(
            [Fault(str(path), 0, f"It cannot be written: {wrong.strerror}.", remedy)]
        ) from None
    print(path.resolve())
    return 0
