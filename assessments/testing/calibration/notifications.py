"""What is told of questions that are held: to their authors and reviewers."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.testing.bank.models import ItemVersion
from assessments.testing.bank.reports import summary_of
from assessments.testing.calibration.choices import HealthReason
from assessments.testing.calibration.models import ItemHealth
from lifow.notifications.registry import Kind, Notice, Rendered
from lifow.notifications.services import New, notify_all, settle_all
from lifow.people.persons.models import Person

HELD = "item_held"


def tell_of_held(*, version_ids: Collection[int], as_of: datetime) -> None:
    """Tell those who look after these versions that they leave scoring, as far as they are in use."""
    if not version_ids:
        return
    versions = list(_versions(ItemVersion.objects.in_use()).filter(pk__in=version_ids).order_by("pk"))
    everybody = _hr_admins() if any(not _own(one) for one in versions) else []
    new = [
        New(person, HELD, {"version": one.pk}, one.public_id)
        for one in versions
        for person in _own(one) or everybody
    ]
    notify_all(new=new, as_of=as_of)


def settle_held(version: ItemVersion, *, as_of: datetime) -> None:
    """Take it out of everybody's inbox: somebody has looked at it."""
    told = [*_own(_versions(ItemVersion.objects.all()).get(pk=version.pk)), *_hr_admins()]
    settle_all(kind=HELD, keys={(one.pk, version.public_id) for one in told}, as_of=as_of)


def render_held(notices: Sequence[Notice]) -> list[Rendered | None]:
    """What is read of a question while it is held."""
    used = ItemVersion.objects.in_use().filter(pk__in={notice.refs["version"] for notice in notices})
    rows = ItemHealth.objects.held().filter(version__in=used).select_related("version__item__skill")
    found = {row.version_id: row for row in rows}
    return [_held(notice.receiver, found.get(notice.refs["version"])) for notice in notices]


def _versions(rows: QuerySet[ItemVersion]) -> QuerySet[ItemVersion]:
    return rows.select_related("item__author", "item__skill", "reviewed_by")


def _own(version: ItemVersion) -> list[Person]:
    """Its author and its reviewer, as far as they are here and may author; each once."""
    people: Iterable[Person | None] = (version.item.author, version.reviewed_by)
    able = {one.pk: one for one in people if one is not None and _may_look(one)}
    return list(able.values())


def _hr_admins() -> list[Person]:
    return list(Person.objects.filter(is_hr_admin=True, is_active=True).order_by("pk"))


def _may_look(person: Person) -> bool:
    return person.is_active and (person.is_author or person.is_hr_admin)


def _held(receiver: Person, row: ItemHealth | None) -> Rendered | None:
    if row is None or not _may_look(receiver):
        return None
    version = row.version
    labels = dict(HealthReason.choices)
    reasons = [str(labels[reason]) for reason in row.reasons if reason in labels]
    return Rendered(
        title=_("A question on %(skill)s no longer counts: look at it") % {"skill": version.item.skill},
        body=" ".join([f"“{summary_of(version)}”", *(f"{reason}." for reason in reasons)]),
        url=reverse("assessments:item_health", args=[version.item.public_id]),
        action=_("Look at the question"),
    )


KINDS = [
    Kind(
        key=HELD,
        title=gettext_lazy("Questions that no longer count"),
        description=gettext_lazy(
            "The answers to a question that you wrote or reviewed say that something is wrong with it."
        ),
        render=render_held,
        is_act=True,
    ),
]
