"""Tests, and what became of each time that somebody sat one."""

from assessments.testing.sittings.models.figures import FormFigures
from assessments.testing.sittings.models.forms import (
    Accommodation,
    SectionItem,
    TestForm,
    TestFormSection,
)
from assessments.testing.sittings.models.sittings import Certificate, Sitting, SittingItem, SittingSkill

__all__ = [
    "Accommodation",
    "Certificate",
    "FormFigures",
    "SectionItem",
    "Sitting",
    "SittingItem",
    "SittingSkill",
    "TestForm",
    "TestFormSection",
]
