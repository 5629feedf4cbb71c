"""The steps that HR admins take: each is safe to be taken twice."""

from collections.abc import Sequence
from datetime import datetime

from auditlog.models import LogEntry
from django.db import transaction
from django.utils.translation import gettext as _

from lifow.base.jobs import start_soon
from lifow.people.persons.models import Person
from lifow.people.privacy.choices import ErasureState
from lifow.people.privacy.models import Erasure
from lifow.people.privacy.reports import (
    objections_to_asking,
    objections_to_confirming,
    subject_of,
)
from lifow.people.privacy.reports.previews import objections_to_erasing
from lifow.people.roster.services import let_in

CARRY_OUT = "lifow.people.privacy.tasks.carry_out_erasures"


class ErasureError(ValueError):
    """An erasure that cannot be; `reasons` say why, and what to do first."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = tuple(reasons)


def ask_erasure(*, person: Person, asked_by: Person, asked_at: datetime) -> Erasure:
    """Ask for somebody to be erased with all their records. Asked twice is asked once.

    Raises ErasureError where it cannot be now, or not by this HR admin.
    """
    with transaction.atomic():
        subject = subject_of(person)
        list(Person.objects.select_for_update(of=("self",), no_key=True).filter(pk=subject.person.pk))
        before = Erasure.objects.open().filter(person__in=subject.ids).first()
        if before is not None:
            return before
        _check([*objections_to_asking(subject, asked_by), *objections_to_erasing(subject)])
        return Erasure.objects.create(person=subject.person, asked_by=asked_by, asked_at=asked_at)


def confirm_erasure(*, erasure: Erasure, confirmed_by: Person, confirmed_at: datetime) -> Erasure:
    """Have a worker erase the person, as a second HR admin. Confirmed twice is confirmed once.

    One that has failed is tried again. Raises ErasureError where it cannot be now, for whoever has asked, and
    for whoever has been an HR admin for less than a day.
    """
    with transaction.atomic():
        row = _locked(erasure)
        if row.state in (ErasureState.CONFIRMED, ErasureState.DONE):
            return row
        if row.state == ErasureState.WITHDRAWN or row.person is None:
            raise ErasureError([_("This was withdrawn.")])
        subject = subject_of(row.person)
        reasons = objections_to_confirming(row, subject, confirmed_by, confirmed_at)
        _check([*reasons, *objections_to_erasing(subject)])
        row.state, row.confirmed_by, row.confirmed_at = ErasureState.CONFIRMED, confirmed_by, confirmed_at
        row.attempts, row.taken_until, row.problem = 0, None, ""
        row.save()
        start_soon(CARRY_OUT)
    return row


def withdraw_erasure(*, erasure: Erasure, withdrawn_at: datetime) -> Erasure:
    """Have somebody not be erased after all. Raises ErasureError once that has been confirmed."""
    with transaction.atomic():
        row = _locked(erasure)
        if row.state in (ErasureState.CONFIRMED, ErasureState.DONE):
            raise ErasureError([_("This was confirmed already.")])
        if row.state != ErasureState.WITHDRAWN:
            row.state, row.finished_at = ErasureState.WITHDRAWN, withdrawn_at
            row.save(update_fields=["state", "finished_at"])
    return row


def allow_again(*, erasure: Erasure) -> int:
    """Have files bring the person in again whom this erased, as somebody new; how many ids are forgotten."""
    return let_in(erasure_id=erasure.pk)


def note_export(*, person: Person) -> None:
    """Keep in the log of changes that an HR admin has read all that is kept about somebody."""
    LogEntry.objects.log_create(person, action=LogEntry.Action.ACCESS, force_log=True, changes={})


def _locked(erasure: Erasure) -> Erasure:
    rows = Erasure.objects.select_for_update(of=("self",)).select_related("person__merged_into", "asked_by")
    return rows.get(pk=erasure.pk)


def _check(reasons: Sequence[str]) -> None:
    if reasons:
        raise ErasureError(reasons)
