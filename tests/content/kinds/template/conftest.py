"""A template with comments, and a copy of it that a learner has made."""

import pytest

from content.catalogue.models import Module
from content.kinds.template.models import TemplateCopy
from content.kinds.template.services import make_copy
from lifow.people.persons.models import Person
from tests.backing.worlds import world
from tests.company import NOON, module, skill

BODY = "**Reader**\n\n[One person.]\n\n**Message**\n\n[One sentence.]\n\nDone by [date] of [date].\n"
PARTS = {
    "comments": [
        {"key": "a", "quote": "[One person.]", "occurrence": 1, "text": "A group cannot read."},
        {"key": "b", "quote": "[date]", "occurrence": 2, "text": "The day it ends."},
    ]
}


@world
def brief(author: Person) -> Module:
    """A template that is published."""
    title = "A brief on one page"
    return module(title, skill("Writing"), 1, 2, kind="template", body=BODY, parts=PARTS, author=author)


@world
def copy(abena: Person, brief: Module) -> TemplateCopy:
    """Abena's copy, as she began with it."""
    return make_copy(person=abena, module=brief, idempotency_key="1", as_of=NOON)


@pytest.fixture(name="body")
def _body() -> str:
    return BODY
