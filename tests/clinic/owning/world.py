"""What the tests of this folder share."""

import re
import uuid

RECORDS, OF = "account_authentication_methods", "account_authentication_methods_user"
"""Where allauth keeps in the session how somebody proved who they are."""


def text(answer):
    """The words of a page, with single spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def hidden(answer, name):
    """What stands in a hidden field."""
    return re.search(rf'name="{name}" value="([^"]*)"', answer.content.decode())[1]


def new_key():
    """A key as a form makes it."""
    return str(uuid.uuid4())
