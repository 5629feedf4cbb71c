"""What a product update has changed is asked of those who learned it as it was, by the update's questions.

Questions of the module that it replaces are not asked for that: their keys may be what is not right any more.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Exists, OuterRef

from assessments.testing.bank.models import Item
from content.activity.models import Activity
from content.kinds.quiz.reports import questions_of
from content.kinds.update.models import ProductUpdate, ReplacedModule
from content.refreshers.choices import MOST_CARDS, Change
from content.refreshers.models import RefresherCard
from lifow.people.persons.models import Person

AT_ONCE = 500


def ask_of_updates(since: datetime, *, as_of: datetime) -> int:
    """Have the questions of updates come back today to those who had completed a module that one of them has
    marked since a moment, and have not read the update; how many. Twice is once."""
    marked = ReplacedModule.objects.holding().filter(outdated_at__gt=since, outdated_at__lte=as_of)
    updates = ProductUpdate.objects.published().filter(pk__in=marked.values("update"))
    return sum(_ask(one, as_of) for one in updates.select_related("module").order_by("pk"))


def _ask(update: ProductUpdate, as_of: datetime) -> int:
    named = [one.item for one in questions_of(update.module.parts)]
    items = list(Item.objects.filter(public_id__in=named).order_by("pk").values_list("pk", flat=True))
    if not items:
        return 0
    read = Activity.objects.completed().filter(module=update.module_id, person=OuterRef("person"))
    found = 0
    for replaced in ReplacedModule.objects.holding().filter(update=update).order_by("pk"):
        done = Activity.objects.completed().filter(
            ~Exists(read),
            module=replaced.module_id,
            completed_at__lt=replaced.outdated_at,
            person__is_active=True,
        )
        ids = list(done.order_by("person_id").values_list("person_id", flat=True))
        for start in range(0, len(ids), AT_ONCE):
            found += _bring(update, items, ids[start : start + AT_ONCE], replaced.outdated_at, as_of)
    return found


def _bring(
    update: ProductUpdate,
    items: Sequence[int],
    person_ids: Collection[int],
    changed_at: datetime,
    as_of: datetime,
) -> int:
    """Bring the questions that these people have back, and give them those that they have not."""
    with transaction.atomic():
        # One writer a person at a time, as where cards are made of what was learned.
        locked = Person.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=person_ids)
        list(locked.order_by("pk").values_list("pk"))
        theirs = RefresherCard.objects.filter(person__in=person_ids)
        known = theirs.filter(item__in=items)
        have = set(known.values_list("person_id", "item_id"))
        stale = known.answered().filter(change=Change.NONE, answered_at__lt=changed_at)
        stale.filter(due_on__gt=as_of.date()).update(due_on=as_of.date())
        brought = stale.update(change=Change.MODULE, changed_at=as_of)
        counts = dict(
            theirs.order_by().values("person_id").annotate(all=Count("pk")).values_list("person_id", "all")
        )
        new = [
            RefresherCard(
                person_id=pk,
                item_id=item,
                module=update.module,
                learned_at=as_of,
                due_on=as_of.date(),
                change=Change.MODULE,
                changed_at=as_of,
            )
            for pk in person_ids
            for place, item in enumerate(one for one in items if (pk, one) not in have)
            if counts.get(pk, 0) + place < MOST_CARDS
        ]
        RefresherCard.objects.bulk_create(new)
    return brought + len(new)
