"""A learner puts a step of their plan off, and brings it back."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.frameworks.models import Skill
from content.catalogue.models import Module
from content.planning.models import PlanItem, PutOffStep
from content.planning.services.plans import lock_plans, refresh_plans
from lifow.base.days import local_day
from lifow.people.persons.models import Person

MOST_DAYS = 90


class PutOffError(ValueError):
    """Why a step cannot be put off; the message says it."""


def put_off_step(*, person: Person, step: Module | Skill, until: date, as_of: datetime) -> PutOffStep:
    """Keep a step out of a person's plan before the day `until`, and make the plan again.

    A step is a module, or a skill whose assessment the plan asks for. Twice is once; what is put off already
    gets the new day. Raises PutOffError for a day that is not after today, where the person is, or more than
    90 days away, for what is no step of their plan, and for what is assigned: that has a day of its own.
    """
    today = local_day(as_of, person.timezone)
    if not today < until <= today + timedelta(days=MOST_DAYS):
        raise PutOffError(_("Choose a day after today, at most %(most)s days away.") % {"most": MOST_DAYS})
    with transaction.atomic():
        lock_plans([person.pk])
        own = PutOffStep.objects.filter(person=person)
        own.filter(until__lte=today).delete()
        named = _named(step)
        if not own.filter(**named).exists():
            _check(person, named)
        row, _is_new = PutOffStep.objects.update_or_create(
            person=person, **named, defaults={"until": until, "put_off_at": as_of}
        )
        refresh_plans(person_ids=[person.pk], as_of=as_of)
    return row


def bring_back_step(*, person: Person, step: Module | Skill, as_of: datetime) -> bool:
    """Let a person's plan have a step again that they have put off, and make it again; whether they had."""
    with transaction.atomic():
        lock_plans([person.pk])
        deleted, _by_model = PutOffStep.objects.filter(person=person, **_named(step)).delete()
        if deleted:
            refresh_plans(person_ids=[person.pk], as_of=as_of)
    return bool(deleted)


def _named(step: Module | Skill) -> dict[str, Any]:
    return {"module": step, "skill": None} if isinstance(step, Module) else {"module": None, "skill": step}


def _check(person: Person, named: dict[str, Any]) -> None:
    """Raise PutOffError where the plan has no such step, or it is assigned."""
    items = PlanItem.objects.filter(plan__person=person, module=named["module"])
    found = items.first() if named["module"] else items.filter(skill=named["skill"]).first()
    if found is None:
        raise PutOffError(_("It is no step of your plan any more."))
    if found.is_assigned:
        raise PutOffError(
            _("It is assigned to you, to be done by a day. Whoever assigned it can change that.")
        )
