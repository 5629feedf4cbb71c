"""Questions that wait: told once a day, in working hours, to those who have room for them."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from content.refreshers.models import RefresherCard, RefresherTold
from content.refreshers.reports import Waiting, next_refreshers_of
from lifow.base.days import days_anywhere
from lifow.notifications.models import Message
from lifow.notifications.registry import Kind, Notice, Rendered
from lifow.notifications.reports import working_day
from lifow.notifications.services import New, notify_all, settle_messages
from lifow.people.persons.models import Person

REFRESHERS_WAIT = "refreshers_wait"
AT_ONCE = 500


def tell_refreshers(*, as_of: datetime) -> int:
    """Tell everybody for whom questions wait and who works now, once a day of theirs; how many were told.

    Whoever leaves a message as it is gets no other one in the same week.
    """
    ids, told = list(_due(as_of).order_by("pk").values_list("pk", flat=True)), 0
    for start in range(0, len(ids), AT_ONCE):
        told += _tell(ids[start : start + AT_ONCE], as_of)
    return told


def _due(as_of: datetime) -> QuerySet[Person]:
    """Those to whom a question may be due today, and who were not told on the latest day that it is
    anywhere."""
    _first, last = days_anywhere(as_of)
    cards = RefresherCard.objects.filter(person=OuterRef("pk")).due(last)
    told = RefresherTold.objects.filter(person=OuterRef("pk"), told_on__gte=last)
    return Person.objects.filter(Exists(cards), ~Exists(told), is_active=True)


def _tell(ids: Sequence[int], as_of: datetime) -> int:
    """Tell some, and write down that they were told: whoever comes second finds none."""
    with transaction.atomic():
        rows = Person.objects.filter(pk__in=ids).order_by("pk")
        people = list(rows.select_for_update(of=("self",), no_key=True, skip_locked=True))
        days = {person.pk: working_day(person, as_of) for person in people}
        told_on = dict(RefresherTold.objects.filter(person__in=people).values_list("person", "told_on"))
        new = [one for one in people if one.pk not in told_on or told_on[one.pk] < days[one.pk]]
        waiting = next_refreshers_of(new, at=as_of)
        told = [person for person in new if waiting[person.pk].cards]
        weeks = {person.pk: _week(days[person.pk]) for person in told}
        before = Message.objects.open().filter(kind=REFRESHERS_WAIT, receiver__in=told)
        old = [
            pk
            for pk, who, key in before.values_list("pk", "receiver", "idempotency_key")
            if key != weeks[who]
        ]
        settle_messages(message_ids=old, as_of=as_of)
        notify_all(new=[New(person, REFRESHERS_WAIT, {}, weeks[person.pk]) for person in told], as_of=as_of)
        RefresherTold.objects.bulk_create(
            [RefresherTold(person=person, told_on=days[person.pk]) for person in told],
            update_conflicts=True,
            unique_fields=["person"],
            update_fields=["told_on"],
        )
    return len(told)


def settle_refreshers(*, person: Person, as_of: datetime) -> None:
    """Close what somebody was told: they are answering."""
    rows = Message.objects.open().filter(kind=REFRESHERS_WAIT, receiver=person)
    settle_messages(message_ids=list(rows.values_list("pk", flat=True)), as_of=as_of)


def _week(day: date) -> str:
    """What names a message: whoever leaves one as it is gets no other one in the same week."""
    year, week, _weekday = day.isocalendar()
    return f"{year}-{week:02}"


def render_refreshers(notices: Sequence[Notice]) -> list[Rendered | None]:
    """What waits by now, also where it is read outside of working hours; nothing where all is answered."""
    people = {notice.receiver.pk: notice.receiver for notice in notices}
    waiting = next_refreshers_of(list(people.values()), at=timezone.now(), in_hours=False)
    return [_words(waiting[notice.receiver.pk]) for notice in notices]


def _words(waiting: Waiting) -> Rendered | None:
    if not waiting.cards:
        return None
    title = ngettext(
        "%(count)s question waits, %(minutes)s", "%(count)s questions wait, %(minutes)s", waiting.questions
    )
    minutes = ngettext("%(count)s\xa0minute", "%(count)s\xa0minutes", waiting.minutes) % {
        "count": waiting.minutes
    }
    return Rendered(
        title=title % {"count": waiting.questions, "minutes": minutes},
        body=_("You learned this before. A question at the right time keeps it."),
        url=reverse("content:refreshers"),
        action=_("Answer them"),
    )


KINDS = [
    Kind(
        key=REFRESHERS_WAIT,
        title=gettext_lazy("Refreshers"),
        description=gettext_lazy(
            "Once a day at most, in your working hours: questions on what you learned wait."
        ),
        render=render_refreshers,
        is_act=False,
    ),
]
