"""Who and what the tests of this folder begin with."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from stepwell.clinic.administration.importing.meanings import Meanings
from stepwell.clinic.episodes.models import Person
from stepwell.clinic.pathway import pathway_with


@pytest.fixture(scope="module")
def meanings():
    """What words mean for the pathway as it stands in the package."""
    return Meanings(pathway_with("{}"))


@pytest.fixture
def send(clinic, physio, browse):
    """Send a file to the page that looks at it: `send(text)`; `send(text, do="make")` makes its people."""

    def sent(content, *, do="look", **more):
        client = browse(clinic)
        told = {"do": do, "answers": str(physio.pk), "side": "", **more}
        if do == "look":
            raw = content if isinstance(content, bytes) else content.encode()
            told["file"] = SimpleUploadedFile("caseload.csv", raw)
        else:
            told |= {
                "text": content,
                "count": more.get("count", str(Person.objects.filter(erased_at=None).count())),
            }
        return client.post(reverse("import"), told)

    return sent
