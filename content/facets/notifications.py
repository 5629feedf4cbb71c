"""What HR admins are told of facets: values that wait for them."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from content.facets.models import FacetValue
from lifow.notifications.registry import Kind, Notice, Rendered
from lifow.notifications.services import New, notify_all
from lifow.people.persons.models import Person

FACETS_WAITING = "facets_waiting"
KEY = "facets"


def tell_admins(*, as_of: datetime) -> int:
    """Tell each HR admin, once while that message is open, that values wait; how many were told."""
    admins = Person.objects.filter(is_hr_admin=True, is_active=True).order_by("pk")
    return notify_all(new=[New(one, FACETS_WAITING, {}, KEY) for one in admins], as_of=as_of)


def render_waiting(notices: Sequence[Notice]) -> list[Rendered | None]:
    """What an HR admin reads while values wait; one query."""
    count = FacetValue.objects.to_decide().count()
    return [_waiting(count) if notice.receiver.is_hr_admin else None for notice in notices]


def _waiting(count: int) -> Rendered | None:
    if not count:
        return None
    words = ngettext(
        "%(count)s value of a facet waits for you", "%(count)s values of facets wait for you", count
    )
    return Rendered(
        title=words % {"count": count},
        body=_(
            "Take them into the list, or merge each into the one that was meant. Until then they are no "
            "filters."
        ),
        url=f"{reverse('content:facets')}#waiting",
        action=_("Decide"),
    )


KINDS = [
    Kind(
        key=FACETS_WAITING,
        title=gettext_lazy("Facets that wait"),
        description=gettext_lazy("Authors have filed modules under values that are not in your list yet."),
        render=render_waiting,
        is_act=True,
    )
]
