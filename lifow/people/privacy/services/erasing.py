"""Carrying an erasure out: one transaction, in which everything goes, or nothing.

What apps have to see to themselves comes first, while all rows are there; then names are emptied in rows that
stay, the log forgets the rows that go, and these go. The database looks at foreign keys when all is done.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog
from auditlog.context import disable_auditlog
from django.db import connection, transaction
from django.db.models import F, Model

from lifow.base.database.locks import tried_again_after_deadlock
from lifow.base.outages import is_outage
from lifow.base.search import forget_deleted_words, overwrite_what_is_deleted
from lifow.people.persons.models import Employment, Person
from lifow.people.persons.services import follow_records, keep_records_still
from lifow.people.privacy.choices import ErasureState, Words
from lifow.people.privacy.models import Erasure
from lifow.people.privacy.registry import Kept, all_kept
from lifow.people.privacy.reports.previews import objections_to_erasing
from lifow.people.privacy.services.log import forget_columns, forget_rows
from lifow.people.privacy.services.steps import ErasureError
from lifow.people.privacy.subject import Subject, subject_of
from lifow.people.roster.services import keep_out

MOST_ATTEMPTS = 3
LEASE = timedelta(minutes=10)
AT_ONCE = 500

log = structlog.get_logger(__name__)


def carry_out_erasure(*, as_of: datetime) -> bool:
    """Erase the person whose erasure was confirmed first; whether there was one.

    An attempt counts before it is made, so that one that kills its worker comes to an end; one that failed
    with the database does not count. What stands against it by now is kept with the erasure.
    """
    row = _begin_attempt(as_of)
    if row is None:
        return False
    try:
        erase_now(erasure=row, erased_at=as_of)
    except ErasureError as error:
        _fail(row, " ".join(error.reasons), as_of)
    except Exception as error:
        # Its words may hold a name: the kind of error is enough to look for it in the log.
        _release(row, type(error).__name__, is_counted=not is_outage(error))
        raise
    return True


@tried_again_after_deadlock
def erase_now(*, erasure: Erasure, erased_at: datetime) -> Erasure:
    """Erase the person of a confirmed erasure: all of it in one transaction. Done twice is done once.

    Raises ErasureError where something stands against it by now.
    """
    overwrite_what_is_deleted()
    with transaction.atomic():
        keep_records_still()
        row = Erasure.objects.select_for_update(of=("self",)).get(pk=erasure.pk)
        if row.state != ErasureState.CONFIRMED or row.person_id is None:
            return row
        list(Person.objects.select_for_update(of=("self",)).filter(pk=row.person_id))
        subject = subject_of(Person.objects.select_related("merged_into").get(pk=row.person_id))
        if reasons := objections_to_erasing(subject):
            raise ErasureError(reasons)
        carry_out(row, [subject], erased_at)
    return row


def carry_out(row: Erasure, subjects: Sequence[Subject], at: datetime, *, keeps_out: bool = True) -> None:
    """Delete everything of these people and say in the record that it is done. For a transaction.

    Files do not bring them in again if it `keeps_out`.
    """
    counts: Counter[str] = Counter()
    for subject in subjects:
        if keeps_out:
            keep_out(
                erasure_id=row.pk,
                external_ids=subject.external_ids,
                addresses=subject.addresses,
                erased_on=at.date(),
            )
        # What is deleted would be written into the log of changes.
        with disable_auditlog():
            counts.update(_erase(subject, at))
    row.state, row.person, row.finished_at = ErasureState.DONE, None, at
    row.people = [one for subject in subjects for one in subject.public_ids]
    row.counts = dict(sorted(counts.items()))
    row.taken_until, row.problem = None, ""
    row.save()
    forget_deleted_words(Person)


def _erase(subject: Subject, at: datetime) -> dict[str, int]:
    """Everything of a person; how many rows of each kind went, lost the name, or were seen to."""
    counts: Counter[str] = Counter()
    kept = all_kept()
    managed = Employment.objects.filter(manager__in=subject.ids).exclude(person__in=subject.ids)
    reporting = set(managed.values_list("person_id", flat=True))
    for one in kept:
        if one.erase:
            counts[one.model] += one.erase(subject, at)
    going = [(one, list(one.rows_about(subject).values_list("pk", flat=True))) for one in kept if one.about]
    for one in kept:
        counts[one.model] += _unname(one, subject, at)
        _empty_words_of_programs(one, subject)
    for one, ids in going:
        forget_rows(one.kind, ids)
    for one, ids in reversed(going):
        counts[one.model] += _delete(one.kind, ids)
    follow_records(person_ids=reporting, changed_at=at)
    return {model: count for model, count in sorted(counts.items()) if count}


def _unname(kept: Kept, subject: Subject, at: datetime) -> int:
    """Empty the columns that name the person, and the words that were theirs; how many rows."""
    touched: set[object] = set()
    model = kept.kind
    stamps = {"updated_at": at} if any(one.name == "updated_at" for one in model._meta.fields) else {}
    naming = list(kept.rows_naming(subject).values_list("pk", flat=True)) if kept.named else []
    for column in kept.named:
        words = {name: empty for name, (owner, empty) in kept.by.items() if owner == column}
        for some in _chunks(naming):
            rows = model._base_manager.filter(pk__in=some, **{f"{column}__in": subject.ids})
            ids = list(rows.values_list("pk", flat=True))
            touched.update(ids)
            if words:
                forget_columns(model, ids, list(words))
            model._base_manager.filter(pk__in=ids).update(**{column: None, **words, **stamps})
    return len(touched)


def _empty_words_of_programs(kept: Kept, subject: Subject) -> None:
    for column, whose in kept.words.items():
        if whose is Words.OF_PROGRAMS:
            written = kept.kind._base_manager.exclude(**{column: ""})
            written.filter(subject.mentioned_in(column)).update(**{column: ""})


def _delete(model: type[Model], ids: Sequence[object]) -> int:
    """Rows alone, without those that hang on them, which are declared themselves; how many."""
    for some in _chunks(ids):
        model._base_manager.filter(pk__in=some)._raw_delete(connection.alias)
    return len(ids)


def _chunks(ids: Sequence[object]) -> list[Sequence[object]]:
    return [ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE)]


def _begin_attempt(as_of: datetime) -> Erasure | None:
    with transaction.atomic():
        due = Erasure.objects.due(as_of)
        row = due.select_for_update(skip_locked=True, of=("self",)).first()
        if row is None:
            return None
        if row.attempts >= MOST_ATTEMPTS:
            row.state, row.finished_at, row.taken_until = ErasureState.FAILED, as_of, None
            row.save()
            return _begin_attempt(as_of)
        row.attempts, row.taken_until = row.attempts + 1, as_of + LEASE
        row.save(update_fields=["attempts", "taken_until"])
    return row


def _fail(row: Erasure, problem: str, as_of: datetime) -> None:
    mine = Erasure.objects.filter(pk=row.pk, state=ErasureState.CONFIRMED)
    mine.update(state=ErasureState.FAILED, problem=problem, finished_at=as_of, taken_until=None)


def _release(row: Erasure, problem: str, *, is_counted: bool) -> None:
    log.warning("erasure_failed", erasure=row.pk, error=problem)
    mine = Erasure.objects.filter(pk=row.pk, state=ErasureState.CONFIRMED)
    again = {} if is_counted else {"attempts": F("attempts") - 1}
    mine.update(taken_until=None, problem=problem, **again)
