"""Carrying out product updates: modules and answers that say what they replace, and who answers for these."""

from datetime import datetime

from django.db import transaction

from content.answers.services import review_replaced
from content.authoring.notifications import settle_replaced, tell_of_replaced
from content.authoring.services.owners import company_day
from content.kinds.update.models import ProductUpdate, ReplacedModule
from content.kinds.update.services import confirm_still_right, mark_replaced, tell_concerned
from lifow.people.persons.models import Person


def carry_out_updates(*, as_of: datetime) -> int:
    """Mark what product updates replace, where their day has come, have answers looked at that mention it,
    and tell owners and readers; how many modules were marked. Twice, or killed in between, is once."""
    today, marked = company_day(as_of), 0
    for pk in ProductUpdate.objects.to_apply(today).order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            rows = mark_replaced(update_id=pk, today=today, as_of=as_of)
            _review_answers(pk, as_of)
            tell_of_replaced(update_id=pk, modules=[one.module for one in rows], as_of=as_of)
        marked += len(rows)
    tell_concerned(as_of=as_of)
    return marked


def _review_answers(update_id: int, as_of: datetime) -> None:
    """Have answers looked at that mention what an update replaces, once it is carried out."""
    rows = ProductUpdate.objects.filter(pk=update_id, applied_at__isnull=False)
    update = rows.select_related("module").select_for_update(of=("self",)).first()
    if update is not None:
        review_replaced(update=update, as_of=as_of)


def confirm_replaced(*, replaced: ReplacedModule, by: Person, as_of: datetime) -> ReplacedModule:
    """Note that a module is right although a product update marked it, and ask nobody about it any more.
    Raises as `confirm_still_right` does."""
    with transaction.atomic():
        row = confirm_still_right(replaced=replaced, by=by, as_of=as_of)
        settle_replaced(as_of=as_of)
    return row
