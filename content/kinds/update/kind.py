"""What a product update adds to its text: its day, whom it concerns, what it replaces, and two questions."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.catalogue.choices import ModuleKind
from content.catalogue.kinds import KindOfModule, PartProblem, Parts, Shown
from content.catalogue.models import Module
from content.kinds.quiz.reports import (
    QUESTIONS,
    known_questions,
    left_in_words,
    problem_of_questions,
    questions_of,
    quiz_of,
)
from content.kinds.update import parts as stored
from content.kinds.update.choices import LEAST_TERM
from content.kinds.update.forms import UpdateBuilder
from content.kinds.update.models import ProductUpdate
from content.kinds.update.reports import learned_before, readers_of, to_be_replaced, whom_in_words
from content.kinds.update.services import note_published
from lifow.base.markdown import render_markdown
from lifow.people.persons.models import Person
from lifow.people.persons.rules import may_author


class UpdateKind(KindOfModule):
    """A product update."""

    name = ModuleKind.ANNOUNCEMENT
    purpose = gettext_lazy(
        "What changed in the product, from when and for whom; it outdates what it replaces."
    )
    begin_with = gettext_lazy("## Before and now\n\n\n## What has not changed\n\n\n## In one sentence\n")
    text_label = gettext_lazy("What changes")

    def tidy(self, parts: Parts) -> dict[str, Any]:
        return stored.tidy(parts)

    def problems(self, parts: Parts) -> Sequence[PartProblem]:
        found = []
        terms = stored.said_in(parts).terms
        if any(not one.text for one in terms):
            found.append(PartProblem(stored.TERMS, _("Write the words that the new ones replace.")))
        elif any(len(one.text) < LEAST_TERM for one in terms):
            message = _("Use at least %(least)s characters: less stands in every text.")
            found.append(PartProblem(stored.TERMS, message % {"least": LEAST_TERM}))
        if problem := problem_of_questions(known_questions(questions_of(parts))):
            found.append(PartProblem(QUESTIONS, problem))
        return found

    def gaps_before_publishing(self, parts: Parts) -> Sequence[PartProblem]:
        found, said = [], stored.said_in(parts)
        if said.from_day is None:
            found.append(PartProblem(stored.FROM_DAY, _("Say from which day it is in force.")))
        if not said.roles and not said.skills:
            message = _("Say whom it concerns: choose roles, or skills that it touches.")
            found.append(PartProblem(stored.ROLES, message))
        if not any(one.is_asked for one in known_questions(questions_of(parts))):
            message = _("Choose a question or two that show whether it was understood.")
            found.append(PartProblem(QUESTIONS, message))
        return found

    def searched(self, parts: Parts) -> str:
        return "\n".join(
            text for one in stored.said_in(parts).terms for text in (one.text, one.instead) if text
        )

    def in_words(self, parts: Parts) -> str:
        said = stored.said_in(parts)
        replaced, kept = _titles(said.replaced), _titles(said.kept)
        asked = known_questions(questions_of(parts))
        lines = [
            _("In force from %(day)s") % {"day": said.from_day.isoformat()} if said.from_day else "",
            _("Concerns: %(whom)s") % {"whom": whom_in_words(parts)} if said.roles or said.skills else "",
            *(f"{one.text} → {one.instead}" if one.instead else one.text for one in said.terms),
            *(_("Replaces: %(module)s") % {"module": title} for title in replaced),
            *(_("Leaves as it is: %(module)s") % {"module": title} for title in kept),
            *(f"{place}. {one.summary}" for place, one in enumerate(asked, start=1)),
        ]
        return "\n".join(one for one in lines if one)

    def text(self, body: str, parts: Parts) -> SafeString:
        said = stored.said_in(parts)
        facts = {
            "from_day": date_format(said.from_day, "j F Y") if said.from_day else "",
            "whom": whom_in_words(parts),
            "terms": said.terms,
            "body": render_markdown(body),
        }
        return render_to_string("content/kinds/update/text.html", facts)

    def builder(self, data: QueryDict | None, parts: Parts) -> UpdateBuilder:
        return UpdateBuilder(data, parts)

    def preview(self, parts: Parts) -> Shown | None:
        known, outdated = known_questions(questions_of(parts)), to_be_replaced(parts)
        if not known and not outdated:
            return None
        told = {"questions": known, "outdated": outdated}
        return Shown("content/kinds/update/preview.html", told)

    def player(self, module: Module, person: Person) -> Shown | None:
        update: ProductUpdate | None = getattr(module, "product_update", None)
        quiz = quiz_of(module, person)
        is_author = may_author(person)
        told = {
            "quiz": quiz if quiz.known else None,
            "warned": [one for one in quiz.known if one.warning] if is_author else [],
            "is_open": module.status == Module.Status.PUBLISHED,
            "update": update,
            "learned": learned_before(update, person) if update else [],
            "readers": readers_of(update, timezone.now()) if update and is_author else None,
            "is_hr": person.is_hr_admin,
        }
        return Shown("content/kinds/update/player.html", told, left=left_in_words(quiz))

    def follow_publishing(self, module: Module, as_of: datetime) -> None:
        note_published(module=module, as_of=as_of)

    def left_to_do(self, module: Module, person: Person) -> str:
        return left_in_words(quiz_of(module, person))


def _titles(ids: Sequence[str]) -> Sequence[str]:
    """The titles of modules, as far as there are such; no query for none."""
    rows = Module.objects.filter(public_id__in=ids).order_by("title", "pk")
    return list(rows.values_list("title", flat=True)) if ids else ()
