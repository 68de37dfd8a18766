"""What stands above every page of deciding: who it is about, allergies, step, irritability, safety check.

Lives here: putting the values together. Lives elsewhere: their words (workspace/person/head.py), the layout
(templates/advice/_head.html).
"""

from collections.abc import Mapping
from typing import Any

from stepwell.clinic.asked import Asked
from stepwell.clinic.episodes.models import Episode
from stepwell.clinic.episodes.services import stored_content
from stepwell.clinic.workspace.person.head import head_of
from stepwell.clinic.workspace.shared import person_values
from stepwell.knowledge.types import Pathway


def head_values(
    request: Asked, episode: Episode, pathway: Pathway, content: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The person and what must be seen before anything is decided. `content` is what is stored, where the page has opened it."""
    values = person_values(request, episode)
    stored = stored_content(episode) if content is None else content
    return {**values, "head": head_of(episode, values["identity"], stored, pathway)}
