"""Whether somebody is alone: no clinician answers for their episode.

It does not ask whether the clinic still allows self-care: whoever has no clinician is shown no medicine, whatever the setting.
"""

from stepwell.clinic.episodes.models import Episode


def is_alone(episode: Episode) -> bool:
    """Whether no clinician answers for an episode."""
    return episode.responsible_id is None
