"""Scales as they are now."""

from assessments.interchange.document import LevelDoc, ScaleDoc
from assessments.models import Scale


def scale_document(scale: Scale) -> ScaleDoc:
    """The scale with its levels, as the interchange formats speak of it."""
    levels = scale.levels.order_by("value")
    return ScaleDoc(
        scale.key, scale.name, tuple(LevelDoc(level.value, level.name, level.text) for level in levels)
    )
