"""The end of a sitting: what it concludes, the evidence of it, and a certificate where it was passed."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

import structlog
from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.utils.translation import gettext as _

from assessments.evidence.choices import LEAST_STANDARD_ERROR
from assessments.evidence.models import Evidence
from assessments.evidence.services import EvidenceError, record_evidence
from assessments.frameworks.models import LevelMap
from assessments.requests.services import close_answered
from assessments.testing.sittings.choices import GRACE, Conclusion, Purpose, SittingState, StopReason
from assessments.testing.sittings.measuring import chance_of, said_by
from assessments.testing.sittings.models import Certificate, Sitting, SittingItem, SittingSkill
from assessments.testing.sittings.terms import Terms
from lifow.base.outages import is_outage
from lifow.people.persons.models import Person

AT_ONCE = 500

log = structlog.get_logger(__name__)


def end_early(*, sitting: Sitting, as_of: datetime) -> Sitting:
    """End a sitting that its person does not go on with; what was answered counts. Twice is once."""
    with transaction.atomic():
        row = Sitting.objects.select_for_update(of=("self",)).get(pk=sitting.pk)
        if row.is_open and not end_overdue(sitting=row, as_of=as_of):
            end_sitting(sitting=row, as_of=as_of, reason=StopReason.ENDED)
    return row


def end_due(*, as_of: datetime) -> int:
    """End all sittings whose time is up, with what was answered; how many.

    Each in a transaction of its own: what a killed worker leaves, the next one does. One that another worker
    has, or to which an answer comes at this moment, is left to them.
    """
    ended = 0
    due = Sitting.objects.due(as_of - GRACE).order_by("deadline_at", "pk")
    for pk in list(due.values_list("pk", flat=True)[:AT_ONCE]):
        try:
            ended += _end_one(pk, as_of)
        except Exception as error:
            if is_outage(error):
                raise
            log.warning("sitting_not_ended", sitting_id=pk, error=str(error), exc_info=True)
    return ended


def end_due_of(*, person: Person, as_of: datetime) -> None:
    """End the sittings of a person whose time is up, also those that somebody else is just about to end."""
    due = Sitting.objects.due(as_of - GRACE).for_person(person).order_by("pk")
    for pk in list(due.values_list("pk", flat=True)):
        _end_one(pk, as_of, waits=True)


def _end_one(pk: int, as_of: datetime, *, waits: bool = False) -> bool:
    with transaction.atomic():
        rows = Sitting.objects.due(as_of - GRACE).filter(pk=pk)
        row = rows.select_for_update(of=("self",), skip_locked=not waits).first()
        return row is not None and end_overdue(sitting=row, as_of=as_of)


def end_overdue(*, sitting: Sitting, as_of: datetime) -> bool:
    """End a sitting whose time is up, in the transaction around, which has locked it; whether it was."""
    if not sitting.is_open or as_of <= sitting.deadline_at + GRACE:
        return False
    end_sitting(sitting=sitting, as_of=as_of, reason=StopReason.TIME, state=SittingState.EXPIRED)
    return True


def end_sitting(
    *, sitting: Sitting, as_of: datetime, reason: StopReason, state: SittingState = SittingState.FINISHED
) -> None:
    """Conclude an open sitting, which the transaction around has locked or begun: levels, evidence, and
    whether it was passed.

    `reason` is why it ends, for the skills that were not done before. Evidence is recorded once for each
    skill of which something was answered, but for practice.
    """
    parts = list(sitting.skills.select_related("skill").order_by("position"))
    items = list(sitting.items.select_related("version").order_by("number"))
    changed = _with_other_levels(sitting, parts)
    for part in parts:
        asked = [one for one in items if one.part_id == part.pk]
        why = StopReason.LEVELS_CHANGED if part.skill.framework_id in changed else reason
        _conclude(part, asked, why)
    _mark(sitting, parts, items)
    # Clocks of two servers differ by a little.
    sitting.state, sitting.finished_at = state, max(as_of, sitting.started_at)
    sitting.save()
    if sitting.purpose != Purpose.PRACTICE:
        for part in parts:
            _record(sitting, part, _last_answer(one for one in items if one.part_id == part.pk), as_of)
        evidence = [part.evidence_id for part in parts if part.evidence_id is not None]
        # One question that was forgotten answers nobody who asked for an assessment.
        if evidence and not sitting.is_refresher:
            close_answered(evidence_ids=evidence, as_of=as_of)
    if sitting.is_passed and sitting.purpose == Purpose.CERTIFICATION:
        _certify(sitting, _last_answer(items) or as_of, as_of)


def _with_other_levels(sitting: Sitting, parts: Sequence[SittingSkill]) -> set[int]:
    """Ids of the frameworks whose levels mean something else than when the sitting began."""
    maps = LevelMap.objects.filter(
        framework__in={part.skill.framework_id for part in parts}, mapped_at__gt=sitting.started_at
    )
    return set(maps.exclude(pairs=[]).values_list("framework_id", flat=True))


def _conclude(part: SittingSkill, asked: Sequence[SittingItem], reason: StopReason) -> None:
    """Keep what the answers say of a skill, and why no more was asked."""
    part.open_for = None
    if reason == StopReason.LEVELS_CHANGED or not part.stop_reason:
        part.stop_reason = reason
    said = None if part.stop_reason == StopReason.LEVELS_CHANGED else said_by(part, asked)
    if said is not None:
        part.level, part.standard_error = said.level, said.standard_error
        part.chance = chance_of(part, asked)
    part.conclusion = _conclusion(part)
    part.save()


def _conclusion(part: SittingSkill) -> str:
    if part.required is None:
        return ""
    if part.level is None or part.chance is None:
        return Conclusion.UNDECIDED
    if part.chance >= part.chance_to_decide:
        return Conclusion.MEETS
    return Conclusion.BELOW if part.chance <= 1 - part.chance_to_decide else Conclusion.UNDECIDED


def _mark(sitting: Sitting, parts: Sequence[SittingSkill], items: Sequence[SittingItem]) -> None:
    """The points of a fixed test, and whether a test is passed, where it can be."""
    terms = Terms.read(sitting.terms)
    if not terms.is_adaptive:
        sitting.points = sum(one.score or 0 for one in items if one.counts)
        sitting.highest_points = sum(one.version.highest_score for one in items)
    if terms.pass_mark is not None and sitting.highest_points:
        sitting.is_passed = (sitting.points or 0) * 100 >= terms.pass_mark * sitting.highest_points
    elif sitting.purpose == Purpose.CERTIFICATION:
        sitting.is_passed = all(part.conclusion == Conclusion.MEETS for part in parts)


def _last_answer(asked: Iterable[SittingItem]) -> datetime | None:
    """When the last answer that counts was given."""
    return max((one.answered_at for one in asked if one.counts and one.answered_at), default=None)


def _record(sitting: Sitting, part: SittingSkill, answered_at: datetime | None, as_of: datetime) -> None:
    """Add the evidence of a skill; none where nothing was answered, or the person has left meanwhile."""
    if part.level is None or part.standard_error is None or answered_at is None:
        return
    observed_at = min(answered_at, as_of)
    try:
        part.evidence = record_evidence(
            person=sitting.person,
            skill=part.skill,
            level=Decimal(str(round(part.level, 2))),
            standard_error=_standard_error(part),
            source=Evidence.Source.TEST,
            observed_at=observed_at,
            recorded_at=as_of,
            valid_until=_valid_until(sitting, observed_at),
            origin=_origin(sitting),
            idempotency_key=f"sitting:{sitting.public_id}:{part.skill.public_id}",
        )
    except EvidenceError as error:
        log.info("sitting_without_evidence", sitting=sitting.public_id, field=error.field, error=str(error))
        return
    part.save(update_fields=["evidence"])


def _standard_error(part: SittingSkill) -> Decimal | None:
    """What evidence keeps of it: not below what evidence tells apart, and at most the whole scale."""
    if part.standard_error is None:
        return None
    return max(LEAST_STANDARD_ERROR, Decimal(str(round(min(part.standard_error, part.top), 2))))


def _origin(sitting: Sitting) -> dict[str, str]:
    title = Terms.read(sitting.terms).title
    return {"kind": "test", "id": sitting.public_id} | ({"title": title} if title else {})


def _valid_until(sitting: Sitting, observed_at: datetime) -> date | None:
    """The last day on which a certification counts: a day of UTC, as in all formulas."""
    months = Terms.read(sitting.terms).valid_months
    if sitting.purpose != Purpose.CERTIFICATION or months is None:
        return None
    return observed_at.astimezone(UTC).date() + relativedelta(months=months)


def _certify(sitting: Sitting, answered_at: datetime, as_of: datetime) -> None:
    title = Terms.read(sitting.terms).title or _("Certification")
    told = {"person": sitting.person, "title": title, "issued_at": as_of}
    told["valid_until"] = _valid_until(sitting, answered_at)
    Certificate.objects.get_or_create(sitting=sitting, defaults=told)
