"""What a template adds to its text: comments at its places, and copies that learners make and fill in."""

import secrets
from collections.abc import Sequence
from typing import Any

from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.catalogue.choices import ModuleKind
from content.catalogue.kinds import KindOfModule, PartProblem, Parts, Shown
from content.catalogue.models import Module
from content.kinds.template.builder import TemplateBuilder
from content.kinds.template.comments import COMMENTS, author_comments, tidy_comments
from content.kinds.template.reading import notes_of, text_with_notes
from content.kinds.template.reports import left_in_words, told_of
from lifow.people.persons.models import Person

MOST_SHOWN = 5
"""Copies that the page of a template lists; the others are under “My copies”."""


class Template(KindOfModule):
    """A template."""

    name = ModuleKind.TEMPLATE
    purpose = gettext_lazy("A text that learners copy and fill in, with your comments where they get stuck.")
    text_label = gettext_lazy("The text that is copied")
    parts_first = True
    is_text_read = False

    def tidy(self, parts: Parts) -> dict[str, Any]:
        comments = tidy_comments(parts.get(COMMENTS))
        return {COMMENTS: comments} if comments else {}

    def problems(self, parts: Parts) -> Sequence[PartProblem]:
        if any(not one.text for one in author_comments(parts.get(COMMENTS))):
            return [PartProblem(COMMENTS, _("Write what is to be said of each passage, or remove its row."))]
        return ()

    def searched(self, parts: Parts) -> str:
        return "\n".join(one.text for one in author_comments(parts.get(COMMENTS)) if one.text)

    def in_words(self, parts: Parts) -> str:
        said = author_comments(parts.get(COMMENTS))
        return "\n".join(f"“{one.quote}”: {one.text}" if one.quote else one.text for one in said)

    def text(self, body: str, parts: Parts) -> SafeString:
        return text_with_notes(body, notes_of(author_comments(parts.get(COMMENTS)), body))

    def builder(self, data: QueryDict | None, parts: Parts) -> TemplateBuilder:
        return TemplateBuilder(data, parts)

    def player(self, module: Module, person: Person) -> Shown | None:
        told = told_of(person, module, most=MOST_SHOWN)
        told |= {
            "module": module,
            "may_copy": module.status == Module.Status.PUBLISHED,
            "idempotency_key": secrets.token_urlsafe(16),
            "comments": len(author_comments(module.parts.get(COMMENTS))),
            "is_primary": not told["rows"],
        }
        return Shown("content/kinds/template/player.html", told)

    def left_to_do(self, module: Module, person: Person) -> str:
        return left_in_words(person, module)
