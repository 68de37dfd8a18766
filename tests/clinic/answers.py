"""Reading what a page answered, as tests of every folder do.

Lives here: the words of a page, hidden fields, keys of forms. Lives elsewhere: browsers that have signed in (conftest.py).
"""

import re
import uuid


def words(answer):
    """The words of a page, or of a piece of HTML, with single spaces."""
    html = answer if isinstance(answer, str) else answer.content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def hidden(answer, name):
    """What stands in a hidden field."""
    return re.search(rf'name="{name}" value="([^"]*)"', answer.content.decode())[1]


def new_key():
    """A key as a form makes it."""
    return str(uuid.uuid4())
