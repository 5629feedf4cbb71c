"""What would go with a person and what would stay without the name, and what is in the way."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _

from lifow.people.persons.models import Employment, Person
from lifow.people.privacy.models import Erasure
from lifow.people.privacy.registry import all_kept
from lifow.people.privacy.subject import Subject, subject_of

HR_ADMIN_FOR = timedelta(days=1)
"""So long somebody has been an HR admin who confirms: nobody makes themselves a second one."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Rows of one kind: how many go, and how many stay without the name."""

    title: str
    going: int
    unnamed: int


@dataclass(frozen=True, slots=True)
class ErasurePreview:
    """What would come of erasing somebody; nothing is written.

    records     all that are theirs, the person's own first
    objections  why it cannot be now, each with what to do; none where it can
    notices     what whoever asks or confirms should know
    counts      by kind of row, without those of which there are none
    """

    person: Person
    records: tuple[str, ...]
    objections: tuple[str, ...]
    notices: tuple[str, ...]
    counts: tuple[Counted, ...]


def erasure_preview(person: Person) -> ErasurePreview:
    """What erasing somebody would do; some queries for each kind of row."""
    subject = subject_of(person)
    return ErasurePreview(
        person=subject.person,
        records=subject.public_ids,
        objections=objections_to_erasing(subject),
        notices=tuple(_notices(subject)),
        counts=tuple(_counts(subject)),
    )


def objections_to_erasing(subject: Subject) -> tuple[str, ...]:
    """Why somebody cannot be erased now, whoever asks; each app says its own."""
    found = [text for one in all_kept() if one.objections for text in one.objections(subject)]
    others = Person.objects.filter(is_hr_admin=True, is_active=True).exclude(pk__in=subject.ids)
    if subject.person.is_hr_admin and not others.exists():
        found.append(_("They are the only HR admin. Make somebody else an HR admin first."))
    return tuple(found)


def objections_to_asking(subject: Subject, by: Person) -> tuple[str, ...]:
    """Why this HR admin cannot ask for it."""
    found = []
    if not (by.is_active and by.is_hr_admin):
        found.append(_("%(name)s is not an HR admin.") % {"name": by})
    if by.pk in subject.ids:
        found.append(_("Nobody erases themselves. Ask another HR admin."))
    if _is_superuser(subject) and not by.is_superuser:
        found.append(_("They are a superuser. Only a superuser can have them erased."))
    return tuple(found)


def objections_to_confirming(erasure: Erasure, subject: Subject, by: Person, at: datetime) -> tuple[str, ...]:
    """Why this HR admin cannot confirm what another one has asked for."""
    found = [*objections_to_asking(subject, by)]
    asker = erasure.asked_by
    if asker is None or by.pk in subject_of(asker).ids:
        found.append(_("A second HR admin confirms, not the one who asked."))
    if by.is_hr_admin and hr_admin_since(by) > at - HR_ADMIN_FOR:
        found.append(_("Whoever confirms has been an HR admin for at least a day. Try again tomorrow."))
    return tuple(found)


def hr_admin_since(person: Person) -> datetime:
    """Since when somebody is an HR admin, by the log of changes; what it does not know is older than it."""
    kind = ContentType.objects.get_for_model(Person)
    given = LogEntry.objects.filter(content_type=kind, object_id=person.pk, changes__is_hr_admin__1="True")
    last = given.order_by("-timestamp").values_list("timestamp", flat=True).first()
    return max(last, person.created_at) if last else person.created_at


def _is_superuser(subject: Subject) -> bool:
    found: bool = Person.objects.filter(pk__in=subject.ids, is_superuser=True).exists()
    return found


def _notices(subject: Subject) -> list[str]:
    names: dict[str, Any] = {"name": subject.person}
    found = []
    if len(subject.ids) > 1:
        found.append(_("Two records were merged: all of them are erased. That cannot be undone."))
    working = Employment.objects.current().working().filter(person__in=subject.ids)
    if working.exists():
        found.append(
            _("%(name)s works here today. Have the HR system name them no more, too: files that do are told.")
            % names
        )
    reporting = Employment.objects.reporting().filter(manager__in=subject.ids).count()
    if reporting:
        said = _("People who report to %(name)s and have no manager then: %(count)s.")
        found.append(said % {**names, "count": reporting})
    return found


def _counts(subject: Subject) -> list[Counted]:
    counted = []
    for one in all_kept():
        going = one.rows_about(subject).count() if one.about else 0
        unnamed = one.rows_naming(subject).count() if one.named else 0
        if going or unnamed:
            counted.append(Counted(str(one.kind._meta.verbose_name_plural), going, unnamed))
    return counted
