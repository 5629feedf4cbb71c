"""The pages of the organisation, one beside the other."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _


def organisation_tabs(current: str) -> list[dict[str, Any]]:
    """The tabs above a page of HR's, of which `current` is the name of the one that is open."""
    pages = [
        (_("Overview"), "portal:organisation"),
        (_("Units and skills"), "portal:organisation_map"),
        (_("Missing content"), "portal:missing_content"),
        (_("Learning"), "portal:organisation_learning"),
        (_("Assignments"), "content:assignments"),
        (_("Ratings asked"), "portal:asked_ratings"),
        (_("How ratings differ"), "portal:raters"),
        (_("Calibration"), "portal:calibration"),
        (_("Mentoring programme"), "mentoring:programme"),
        (_("Asking and help"), "portal:asking_policy"),
        (_("Channels"), "channels:overview"),
        (_("Outcomes"), "channels:outcomes"),
    ]
    return [{"label": label, "url": reverse(name), "current": name == current} for label, name in pages]
