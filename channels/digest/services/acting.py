"""Acting on a link of a digest: once, by the person it was made for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments.frameworks.models import Skill
from assessments.testing.sittings.reports import question_numbered
from assessments.testing.sittings.services import SittingError, answer_item, start_named_check
from channels.digest.choices import Act
from channels.digest.models import DigestAct, WeekDigest
from channels.digest.reports import DigestLink, place_elsewhere
from channels.usage.choices import Outcome
from channels.usage.services import count_use
from content.activity.models import Activity
from content.catalogue.models import Module
from content.planning.models import PutOffStep
from content.planning.reports import left_to_do, next_monday
from content.planning.services import PutOffError, complete_module, put_off_step
from lifow.base.channels import Channel, through
from lifow.people.persons.models import Person
from portal.sittings.submission import follow_end


class LinkError(ValueError):
    """Why a link does nothing; the message says it. `url` leads to where it can be done, if it can."""

    def __init__(self, message: str, url: str = "") -> None:
        super().__init__(message)
        self.url = url


@dataclass(frozen=True, slots=True)
class Acted:
    """What a link did: in words, and where to go on. Not `is_new` where it had been used before."""

    words: str
    url: str
    is_new: bool = True


def use_link(*, person: Person, link: DigestLink, as_of: datetime) -> Acted:
    """Do what a link says, once: a second click, a second tab and a retry do nothing more.

    Raises LinkError where it was made for somebody else, works no longer, or what it is about cannot be done
    any more; then nothing is written, and the link is not used up.
    """
    if not link.is_for(person):
        raise LinkError(_("This link was made for somebody else."))
    if link.is_over(as_of):
        raise LinkError(_("This link works no longer. Your newest digest has others."))
    with transaction.atomic(), through(Channel.MAIL):
        WeekDigest.objects.select_for_update(of=("self",), no_key=True).get(pk=link.digest.pk)
        if link.is_used():
            return Acted(_("That is done already."), reverse("portal:home"), is_new=False)
        acted = ACTS[link.act](person, link, as_of)
        DigestAct.objects.create(digest=link.digest, act=link.act, target=link.target, done_at=as_of)
        outcome = Outcome.DISMISSED if link.act is Act.PUT_OFF else Outcome.TAKEN
        count_use(channel=Channel.MAIL, outcome=outcome, as_of=as_of)
    return acted


def _complete(person: Person, link: DigestLink, as_of: datetime) -> Acted:
    module = Module.objects.published().filter(public_id=link.target).first()
    if module is None:
        raise LinkError(_("This module is no longer offered."))
    page = reverse("content:module", args=[module.public_id])
    activity = Activity.objects.for_person(person).filter(module=module).first()
    if left := left_to_do(module, person, activity):
        raise LinkError(left, page)
    complete_module(person=person, module=module, completed_at=as_of, channel=Channel.MAIL)
    return Acted(_("“%(module)s” is done.") % {"module": module}, reverse("portal:home"))


def _put_off(person: Person, link: DigestLink, as_of: datetime) -> Acted:
    module = Module.objects.filter(public_id=link.target).first()
    skill = Skill.objects.filter(public_id=link.target).first()
    step = module or skill
    home = f"{reverse('portal:home')}#plan"
    if step is None:
        raise LinkError(_("It is no step of your plan any more."), home)
    until = next_monday(person, as_of)
    later = PutOffStep.objects.filter(person=person, module=module, skill=skill, until__gt=until).first()
    if later is not None:
        until = later.until
    try:
        put_off_step(person=person, step=step, until=until, as_of=as_of)
    except PutOffError as error:
        raise LinkError(str(error), home) from error
    said = {"step": step, "day": date_format(until, "l j F")}
    return Acted(_("“%(step)s” is put off until %(day)s.") % said, home)


def _answer(person: Person, link: DigestLink, as_of: datetime) -> Acted:
    """Begin a check of the one question, answer it, and lead to what is right and why."""
    version, tests = link.digest.question, reverse("portal:tests")
    if version is None:
        raise LinkError(_("This question is not asked any more."), tests)
    try:
        sitting = start_named_check(
            person=person,
            items=[version.item],
            title=_("Question of the week"),
            as_of=as_of,
            idempotency_key=f"digest:{link.digest.public_id}",
        )
        asked = question_numbered(sitting, 1)
        page = reverse("portal:sitting_question", args=[sitting.public_id, 1])
        if asked is None or asked.item.version_id != version.pk:
            raise LinkError(_("The question was changed since. Quick checks ask it as it is now."), tests)
        place = place_elsewhere(version, link.place, seed=link.digest.pk, other_seed=asked.item.seed)
        if place is None:
            raise LinkError(_("This is none of the answers."), tests)
        answered = answer_item(sitting=sitting, number=1, given={"key": place}, as_of=as_of)
    except SittingError as error:
        raise LinkError(str(error), tests) from error
    if answered.is_new and answered.following is None:
        follow_end(answered.sitting, as_of=as_of)
    return Acted(_("Your answer is handed in."), page)


ACTS: Mapping[Act, Callable[[Person, DigestLink, datetime], Acted]] = {
    Act.DONE: _complete,
    Act.PUT_OFF: _put_off,
    Act.ANSWER: _answer,
}
