"""What a module lacks before learners have it: what has to be corrected, and what an author should know."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.testing.bank.choices import ItemState
from assessments.testing.bank.models import Item
from content.authoring.reports.links import (
    LinksOfText,
    broken_internal,
    links_of,
    links_with_problems,
    lost_pictures,
)
from content.catalogue.kinds import kind_of, tidy_parts
from content.catalogue.models import Module
from content.catalogue.services import PARTS, ModuleContents

WORDS_A_MINUTE = 238
"""Silent reading of non-fiction in English, mean over 190 studies: Brysbaert (2019), Journal of Memory and
Language 109, 104047."""
FAR_OFF = 2.0
"""Minutes that are stated and read may differ by this factor, and by two minutes, before anybody is told."""
MOST_NAMED = 5
WORD = re.compile(r"\w+(?:['’-]\w+)*")


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is missing: `field` is where in the editor, "" for the module as a whole. What `blocks`
    has to be corrected before it is published; `url` leads to what helps."""

    field: str
    message: str
    blocks: bool
    url: str = ""


def missing_before_publishing(contents: ModuleContents) -> list[Missing]:
    """All that is missing of what a module is to say; what blocks comes first."""
    found = [
        *_of_kind(contents),
        *_of_links(contents),
        *_of_minutes(contents),
        *_of_skills(contents),
        *_of_prerequisites(contents),
    ]
    return sorted(found, key=lambda one: not one.blocks)


def minutes_to_read(contents: ModuleContents) -> int:
    """How many minutes its words take, at least 1."""
    parts = kind_of(contents.kind).searched(tidy_parts(contents.kind, contents.parts))
    words = len(WORD.findall(f"{contents.body} {parts}"))
    return max(1, round(words / WORDS_A_MINUTE))


def _of_kind(contents: ModuleContents) -> Iterator[Missing]:
    kind = kind_of(contents.kind)
    for gap in kind.gaps_before_publishing(tidy_parts(contents.kind, contents.parts)):
        yield Missing(f"{PARTS}{gap.field}", gap.message, blocks=True)


def _of_links(contents: ModuleContents) -> Iterator[Missing]:
    found = links_of(contents.body)
    for url in broken_internal(found.internal)[:MOST_NAMED]:
        message = _("The link to %(url)s leads nowhere, or to a module that learners cannot open.")
        yield Missing("body", message % {"url": url}, blocks=True)
    yield from _of_pictures(found)
    own = kind_of(contents.kind).links(tidy_parts(contents.kind, contents.parts))
    for link in links_with_problems([*found.external, *own])[:MOST_NAMED]:
        message = _("The link to %(url)s does not work: %(problem)s")
        yield Missing("body", message % {"url": link.url, "problem": link.problem}, blocks=False)


def _of_pictures(found: LinksOfText) -> Iterator[Missing]:
    if found.pictures_without_words:
        message = ngettext(
            "%(count)s picture has no words that say what it shows.",
            "%(count)s pictures have no words that say what they show.",
            found.pictures_without_words,
        )
        yield Missing("body", message % {"count": found.pictures_without_words}, blocks=True)
    if lost := len(lost_pictures(found.pictures)):
        message = ngettext(
            "%(count)s picture is no longer stored. Add it again.",
            "%(count)s pictures are no longer stored. Add them again.",
            lost,
        )
        yield Missing("body", message % {"count": lost}, blocks=True)
    for source in found.pictures_elsewhere[:MOST_NAMED]:
        message = _(
            "The picture at %(url)s is not on this site: learners see a link to it. Add it as a file."
        )
        yield Missing("body", message % {"url": source}, blocks=False)


def _of_minutes(contents: ModuleContents) -> Iterator[Missing]:
    read, said = minutes_to_read(contents), contents.minutes
    if read > max(said * FAR_OFF, said + 2):
        message = _("It says %(said)s min, and its text alone takes about %(read)s min to read.")
        yield Missing("minutes", message % {"said": said, "read": read}, blocks=False)


def _of_skills(contents: ModuleContents) -> Iterator[Missing]:
    if not contents.effects:
        yield Missing("effects", _("It raises no skill, so that no plan includes it."), blocks=False)
    skills = [one.skill for one in contents.effects]
    asked = Item.objects.filter(skill__in=skills, state=ItemState.PUBLISHED)
    with_items = set(asked.order_by().values_list("skill_id", flat=True).distinct())
    for skill in skills:
        if skill.pk not in with_items:
            message = _("There is no test question on %(skill)s: nobody can show what they have learned.")
            url = f"{reverse('assessments:new_question')}?skill={skill.public_id}"
            yield Missing("effects", message % {"skill": skill}, blocks=False, url=url)


def _of_prerequisites(contents: ModuleContents) -> Iterator[Missing]:
    unread: Sequence[Module] = [
        one for one in contents.prerequisites if one.status != Module.Status.PUBLISHED
    ]
    for one in unread:
        message = _("The prerequisite “%(module)s” is not published.")
        yield Missing("prerequisites", message % {"module": one}, blocks=False)
