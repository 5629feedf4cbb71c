"""Captions in the parts of a video."""

from collections.abc import Mapping
from typing import Any

from content.kinds.video.parts import CAPTIONS, MACHINE, MADE_BY, tidy_video


def with_captions(parts: Mapping[str, Any], language: str, text: str, *, is_checked: bool) -> dict[str, Any]:
    """The parts of a video with these captions in one language; those in others stay.

    They stay marked as made by a machine, or are so where they are new, unless somebody has checked them.
    """
    rows: list[dict[str, Any]] = [dict(row) for row in parts.get(CAPTIONS, ())]
    row = next((one for one in rows if one["language"] == language), None)
    if row is None:
        row = {"key": f"captions-{language}", "language": language, MADE_BY: MACHINE}
        rows.append(row)
    row["text"] = text
    if is_checked:
        row.pop(MADE_BY, None)
    return tidy_video({**parts, CAPTIONS: rows})
