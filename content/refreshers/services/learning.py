"""Which questions come back to whom: those that were answered, and a few of each module that is done.

What comes back was learned: the person answered it in a test, a quick check or a quiz that tells what is
right, or it asks what a module taught them that they have completed. Of a module they are questions on the
levels that it raises to, which nobody has shown them yet, and never so many that a quick check of the skill
has too few.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from assessments.testing.bank.models import Item, ItemVersion
from assessments.testing.sittings.choices import Feedback, SittingState
from assessments.testing.sittings.models import SittingItem
from content.activity.models import Activity
from content.catalogue.models import ModuleEffect
from content.refreshers.choices import (
    LEARNED_WITHIN,
    LEFT_FOR_TESTS,
    MOST_CARDS,
    QUESTIONS_OF_A_MODULE,
    SECONDS_A_DAY,
)
from content.refreshers.models import RefresherCard, RefresherReview
from content.refreshers.services.reviewing import take_into_account
from lifow.base.outages import is_outage
from lifow.notifications.reports import working_day
from lifow.people.persons.models import Person

AT_ONCE = 500
DAY = timedelta(days=1)

log = structlog.get_logger(__name__)


def make_cards(*, as_of: datetime, since: datetime | None = None) -> int:
    """Have what was learned since a moment come back, two weeks ago by default; how much of it was new."""
    if since is not None:
        return learn_from_answers(since=since) + learn_from_modules(since=since)
    first = as_of - LEARNED_WITHIN
    # What was learned since then was written since then: an index finds it, however much was learned before.
    return learn_from_answers(since=first, written_since=first) + learn_from_modules(
        since=first, written_since=first
    )


def learn_from_answers(*, since: datetime, written_since: datetime | None = None) -> int:
    """Take the answers into account that were given since a moment; how many were new.

    Of sittings that have ended, or tell what is right after each answer, but for those that never tell it. An
    answer to a refresher that a channel has taken past this applet is one of them.
    """
    told = Q(sitting__terms__feedback=Feedback.EACH) | (
        Q(sitting__terms__feedback=Feedback.END) & ~Q(sitting__state=SittingState.OPEN)
    )
    taken = RefresherReview.objects.filter(sitting_item=OuterRef("pk"))
    rows = SittingItem.objects.answered().filter(told, ~Exists(taken), answered_at__gte=since)
    if written_since is not None:
        rows = rows.filter(sitting__updated_at__gte=written_since)
    ids = list(
        rows.filter(sitting__person__is_active=True)
        .order_by("sitting__person_id", "answered_at")
        .values_list("sitting__person_id", "pk")
    )
    by_person: defaultdict[int, list[int]] = defaultdict(list)
    for person_id, pk in ids:
        by_person[person_id].append(pk)
    return sum(_learned(those) for those in by_person.values())


def _learned(ids: Sequence[int]) -> int:
    """Take the answers of one person into account; what cannot be is left, and stops nobody else's."""
    rows = SittingItem.objects.filter(pk__in=ids).select_related("version", "sitting__person__merged_into")
    try:
        return take_into_account(answers=list(rows))
    except Exception as error:
        if is_outage(error):
            raise
        log.warning("refreshers_not_learned", answers=list(ids)[:10], error=str(error), exc_info=True)
        return 0


def learn_from_modules(*, since: datetime, written_since: datetime | None = None) -> int:
    """Have questions come back of the modules that were completed since a moment; how many."""
    effects = ModuleEffect.objects.filter(skill__items__state=Item.State.PUBLISHED)
    done = Activity.objects.completed().filter(
        Exists(effects.filter(module=OuterRef("module"))),
        completed_at__gte=since,
        person__is_active=True,
    )
    if written_since is not None:
        done = done.filter(updated_at__gte=written_since)
    asked = RefresherCard.objects.filter(person=OuterRef("person"), module=OuterRef("module"))
    rows = done.filter(~Exists(asked)).order_by("person_id", "completed_at", "pk")
    return sum(_learned_from(pk) for pk in list(rows.values_list("pk", flat=True)))


def _learned_from(activity_id: int) -> int:
    """Questions of one module that a person has completed; none where it has some by now."""
    with transaction.atomic():
        activity = Activity.objects.select_related("person", "module").get(pk=activity_id)
        person = activity.person
        list(
            Person.objects.select_for_update(of=("self",), no_key=True).filter(pk=person.pk).values_list("pk")
        )
        cards = RefresherCard.objects.for_person(person)
        if activity.completed_at is None or cards.filter(module=activity.module).exists():
            return 0
        room = min(QUESTIONS_OF_A_MODULE, MOST_CARDS - cards.count())
        known = _taught_and_known(activity)
        cards.filter(pk__in=known).update(module=activity.module)
        due_on = working_day(person, activity.completed_at) + DAY
        new = _unseen(activity)[: max(0, room - len(known))]
        RefresherCard.objects.bulk_create(
            RefresherCard(
                person=person,
                item_id=item_id,
                module=activity.module,
                learned_at=activity.completed_at,
                due_on=due_on,
            )
            for item_id in new
        )
    return len(new)


def _taught_and_known(activity: Activity) -> list[int]:
    """Ids of the cards of the person that no module has taught, whose questions this one teaches."""
    theirs = RefresherCard.objects.for_person(activity.person).filter(module__isnull=True)
    ids = dict(theirs.values_list("item", "pk"))
    return [ids[item_id] for _skill, item_id in _taught(activity, list(ids)) if item_id in ids]


def _unseen(activity: Activity) -> list[int]:
    """Ids of questions on what the module teaches that the person was never shown, highest level first."""
    person = activity.person
    taught = _taught(activity, None)
    skills = {skill_id for skill_id, _item in taught}
    used = ItemVersion.objects.in_use().filter(item__skill__in=skills)
    pool = dict(used.values_list("item", "item__skill"))
    shown = SittingItem.objects.asked_of(person).filter(item__in=pool).values_list("item", flat=True)
    theirs = RefresherCard.objects.for_person(person).values_list("item", flat=True)
    seen = {*shown, *theirs}
    left: defaultdict[int, int] = defaultdict(int)
    for item_id, skill_id in pool.items():
        left[skill_id] += item_id not in seen
    chosen = []
    for skill_id, item_id in taught:
        if item_id not in seen and left[skill_id] > LEFT_FOR_TESTS:
            left[skill_id] -= 1
            chosen.append(item_id)
    return chosen


def _taught(activity: Activity, among: Iterable[int] | None) -> list[tuple[int, int]]:
    """(skill, question) of what the module raises somebody to, in a language of theirs, highest level
    first."""
    versions = ItemVersion.objects.in_use().filter(seconds_expected__lte=SECONDS_A_DAY)
    if among is not None:
        versions = versions.filter(item__in=list(among))
    spoken = {code.split("-")[0] for code in activity.person.languages}
    found: list[tuple[int, int]] = []
    for effect in ModuleEffect.objects.filter(module=activity.module).order_by("pk"):
        raised = versions.filter(
            item__skill=effect.skill_id, level__gt=effect.from_level, level__lte=effect.to_level
        )
        rows = list(raised.order_by("-level", "pk").values_list("item", "item__language"))
        own = [item_id for item_id, language in rows if language.split("-")[0] in spoken]
        found += [(effect.skill_id, item_id) for item_id in own or [item_id for item_id, _code in rows]]
    return found
