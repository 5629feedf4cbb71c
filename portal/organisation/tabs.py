"""The pages of the organisation, one beside the other: by what they are about, and then by name."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

Page = tuple[str, str]
"""What a page is called, and the name of its address."""


def organisation_tabs(current: str) -> list[dict[str, Any]]:
    """The tabs above a page of HR's, of which `current` is the name of the one that is open.

    A tab with several pages leads to its first one, which shows the tabs too, and has them in `pages`.
    """
    return [_tab(label, pages, current) for label, pages in _pages()]


def _pages() -> Sequence[tuple[str, Sequence[Page]]]:
    return (
        (_("Overview"), [("", "portal:organisation")]),
        (_("Units and skills"), [("", "portal:organisation_map")]),
        (
            _("Learning"),
            [
                (_("Learning"), "portal:organisation_learning"),
                (_("Assignments"), "content:assignments"),
                (_("Missing content"), "portal:missing_content"),
            ],
        ),
        (
            _("Ratings"),
            [
                (_("How ratings differ"), "portal:raters"),
                (_("Calibration"), "portal:calibration"),
                (_("Ratings asked"), "portal:asked_ratings"),
            ],
        ),
        (
            _("Mentoring and help"),
            [
                (_("Asking and help"), "portal:asking_policy"),
                (_("Mentoring programme"), "mentoring:programme"),
            ],
        ),
        (_("Outcomes"), [(_("Outcomes"), "channels:outcomes"), (_("Channels"), "channels:overview")]),
    )


def _tab(label: str, pages: Sequence[Page], current: str) -> dict[str, Any]:
    links = [{"label": name, "url": reverse(page), "current": page == current} for name, page in pages]
    is_open = any(link["current"] for link in links)
    return {
        "label": label,
        "url": links[0]["url"],
        "current": is_open,
        "pages": links if is_open and len(links) > 1 else [],
    }
