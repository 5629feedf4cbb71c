"""What is told of product updates: to everybody whom one concerns, once."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.activity.models import Activity
from content.kinds.update.models import ProductUpdate
from lifow.notifications.models import Message
from lifow.notifications.registry import Kind, Notice, Rendered
from lifow.notifications.services import New, notify_all, settle_all
from lifow.people.persons.models import Person

PRODUCT_UPDATE = "product_update"


def tell_people(update: ProductUpdate, people: Sequence[Person], *, as_of: datetime) -> int:
    """Tell people of an update, in place of what they were told before; how many were."""
    refs, key = {"update": update.pk}, f"{update.pk}"
    settle_all(kind=PRODUCT_UPDATE, keys=[(one.pk, key) for one in people], as_of=as_of)
    return notify_all(new=[New(one, PRODUCT_UPDATE, refs, key) for one in people], as_of=as_of)


def told_of(update: ProductUpdate) -> QuerySet:
    """Ids of those who were told of an update, or reminded where that was asked for."""
    told = Message.objects.filter(kind=PRODUCT_UPDATE, idempotency_key=f"{update.pk}")
    if update.reminded_at is not None:
        told = told.filter(created_at__gte=update.reminded_at)
    return told.values("receiver")


def told_ever(update: ProductUpdate) -> QuerySet:
    """Ids of those who were ever told of an update, as far as messages are kept."""
    told = Message.objects.filter(kind=PRODUCT_UPDATE, idempotency_key=f"{update.pk}")
    return told.values("receiver")


def told_since(moment: datetime) -> QuerySet:
    """Whoever was told of an update since a moment, once for each."""
    return Message.objects.filter(kind=PRODUCT_UPDATE, created_at__gte=moment).values("receiver")


def render_updates(notices: Sequence[Notice]) -> list[Rendered | None]:
    """What somebody reads of an update until they have read it."""
    ids = {one.refs["update"] for one in notices}
    found = ProductUpdate.objects.published().select_related("module").in_bulk(ids)
    modules = [one.module_id for one in found.values()]
    receivers = {one.receiver.pk for one in notices}
    done = Activity.objects.completed().filter(person__in=receivers, module__in=modules)
    read = set(done.values_list("person_id", "module_id"))
    return [_update(found.get(one.refs["update"]), one.receiver, read) for one in notices]


def _update(update: ProductUpdate | None, receiver: Person, read: set[tuple[int, int]]) -> Rendered | None:
    if update is None or (receiver.pk, update.module_id) in read:
        return None
    told = {"day": date_format(update.from_day, "j M Y"), "minutes": update.module.minutes}
    about = _("In force from %(day)s. It takes %(minutes)s min.") % told
    return Rendered(
        title=_("Product update: %(module)s") % {"module": update.module},
        body="\n\n".join(one for one in (update.module.summary, about) if one),
        url=reverse("content:module", args=[update.module.public_id]),
        action=_("Read the product update"),
    )


KINDS = [
    Kind(
        key=PRODUCT_UPDATE,
        title=gettext_lazy("Product updates"),
        description=gettext_lazy("Something in the product changes that concerns your role."),
        render=render_updates,
        is_act=True,
    )
]
