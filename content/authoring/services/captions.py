"""Captions that an author has corrected, as part of what a video is to say."""

from dataclasses import replace

from content.authoring.services.states import save_changes
from content.catalogue.models import Module
from content.catalogue.services import edited_contents
from content.kinds.video.services import with_captions
from lifow.people.persons.models import Person


def save_captions(
    *, module: Module, language: str, text: str, is_checked: bool, by: Person, based_on: str = ""
) -> Module:
    """Write the captions of a video in one language, as a draft of it; other languages stay.

    They stay marked as made by a machine, or are so where they are new, unless somebody has checked them.
    Raises ModuleError as `save_changes` does.
    """
    contents = edited_contents(module)
    parts = with_captions(contents.parts, language, text, is_checked=is_checked)
    return save_changes(module=module, contents=replace(contents, parts=parts), by=by, based_on=based_on)
