"""Telling people of their week, each week once."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from assessments.gaps.models import GapReport
from channels.digest.choices import WEEK_DIGEST
from channels.digest.models import WeekDigest
from channels.digest.notifications import PLAN_OF_THE_WEEK
from channels.digest.reports import contents_of, is_due, monday_of, weekdays_of
from content.catalogue.models import CatalogueVersion
from content.planning.models import Plan
from lifow.base.database.batches import delete_in_batches
from lifow.base.days import days_anywhere
from lifow.notifications.models import KindPreference
from lifow.notifications.reports import WorkingWeek, working_weeks
from lifow.notifications.services import notify, settle
from lifow.people.persons.models import Person

AT_ONCE = 1000


def people_due(*, as_of: datetime) -> list[int]:
    """Ids of those who want a digest, work now, and were not told of this week yet; ascending."""
    _first, last_day = days_anywhere(as_of)
    wanted = KindPreference.objects.filter(person=OuterRef("pk"), kind=WEEK_DIGEST, is_on=True)
    told = WeekDigest.objects.filter(
        person=OuterRef("pk"), monday__gte=last_day - timedelta(days=last_day.weekday())
    )
    found = Person.objects.filter(Exists(wanted), ~Exists(told), is_active=True).order_by("pk")
    due: list[int] = []
    last = 0
    while people := list(found.filter(pk__gt=last)[:AT_ONCE]):
        due += _due(people, as_of)
        last = people[-1].pk
    return due


def tell_digest(*, person_id: int, as_of: datetime) -> bool:
    """Tell somebody of their week, unless that was done; whether they were told.

    A week with nothing to tell is written down as such, and not looked at again. Where the plan is about to
    be made again, the digest waits for it: until the next run. What else told of this week's plan leaves the
    inbox.
    """
    with transaction.atomic():
        people = Person.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
        person = people.filter(pk=person_id, is_active=True).first()
        if person is None or not _due([person], as_of) or _waits_for_plan(person, as_of):
            return False
        monday = monday_of(_weeks([person], as_of)[person.pk], as_of)
        if WeekDigest.objects.filter(person=person, monday=monday).exists():
            return False
        contents = contents_of(person, as_of)
        digest = WeekDigest.objects.create(
            person=person,
            monday=monday,
            told_at=as_of,
            is_empty=contents.is_empty,
            question=contents.question.version if contents.question else None,
        )
        if contents.is_empty:
            return False
        key = monday.isoformat()
        settle(person=person, kind=PLAN_OF_THE_WEEK, key=key, as_of=as_of)
        notify(person=person, kind=WEEK_DIGEST, refs={"digest": digest.pk}, key=key, as_of=as_of)
    return True


def forget_old_digests(*, before: datetime) -> int:
    """Delete digests of before that moment, with what their links did; how many."""
    return delete_in_batches(WeekDigest.objects.filter(told_at__lt=before))


def _due(people: list[Person], as_of: datetime) -> list[int]:
    weeks, weekdays = _weeks(people, as_of), weekdays_of([person.pk for person in people])
    return [one.pk for one in people if is_due(weeks[one.pk], weekdays.get(one.pk), as_of)]


def _weeks(people: list[Person], as_of: datetime) -> dict[int, WorkingWeek]:
    # Leave of the days before counts too: the week may have begun with it.
    return working_weeks(people, as_of.date() - timedelta(days=7))


def _waits_for_plan(person: Person, as_of: datetime) -> bool:
    """Whether there is a gap report that the person's plan does not follow yet."""
    fresh = Plan.objects.fresh(CatalogueVersion.objects.current(), as_of)
    current = GapReport.objects.current().filter(person=person)
    made = fresh.filter(person=OuterRef("person"), gap_digest=OuterRef("digest"))
    return bool(current.filter(~Exists(made)).exists())
