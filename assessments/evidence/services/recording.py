"""Adding to the ledger."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from math import isfinite
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.evidence.choices import CLOCK_AHEAD, LEAST_STANDARD_ERROR
from assessments.evidence.models import Evidence
from assessments.evidence.notifications import tell_of_ratings
from assessments.evidence.reports import Tie, left_by_then, mentored_then, ties_in_line
from assessments.frameworks.models import Skill
from assessments.frameworks.reports import scale_tops
from assessments.marks.services import mark_stale
from lifow.base.bounds import is_day_in_bounds, is_moment_in_bounds
from lifow.base.days import local_day
from lifow.events.services import publish
from lifow.events.types import EvidenceRecorded, in_chunks
from lifow.people.persons.models import Person

Source = Evidence.Source
PROOF = (Source.TEST, Source.OBSERVED)
OF_SOMEBODY_ELSE = (Source.MANAGER, Source.PEER, Source.MENTOR)
NO_COLUMN = frozenset({"recorded_by", "client"})


class EvidenceError(ValueError):
    """Evidence that cannot be recorded: `field` says where, the message why and what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class Observation:
    """One observation. A second one with the same `idempotency_key` is the same observation.

    `recorded_by` is who enters it where that is a person, whoever the rater is; it is checked, not kept.
    `client` is the machine that sends it, if one does. `standard_error` is that of a test, in levels.
    """

    person: Person
    skill: Skill
    level: Decimal
    source: str
    observed_at: datetime
    recorded_at: datetime
    rater: Person | None = None
    standard_error: Decimal | None = None
    valid_until: date | None = None
    origin: Mapping[str, Any] = field(default_factory=dict)
    supersedes: Evidence | None = None
    idempotency_key: str | None = None
    recorded_by: Person | None = None
    client: str = ""


def record_evidence(
    *,
    person: Person,
    skill: Skill,
    level: Decimal,
    source: str,
    observed_at: datetime,
    recorded_at: datetime,
    rater: Person | None = None,
    standard_error: Decimal | None = None,
    valid_until: date | None = None,
    origin: dict[str, Any] | None = None,
    supersedes: Evidence | None = None,
    idempotency_key: str | None = None,
    recorded_by: Person | None = None,
    client: str = "",
) -> Evidence:
    """Record one observation and mark the person's gap report stale, in one transaction.

    A second call with the same `idempotency_key` returns the evidence of the first and writes nothing; the
    key used for something else is an error. What a machine (`client`) says in a rater's name is attributed to
    the machine, unless the rater was above the person or their mentor then. Raises EvidenceError for a level
    off the skill's scale, a standard error off it or not of a test, a rating by nobody or of oneself as
    another, proof that somebody records of themselves, a manager's rating by somebody who was not above the
    person on that day, somebody who has left, a day out of bounds or in the future, or a correction of
    evidence that is about something else, withdrawn, or corrected already.
    """
    return _record(
        Observation(
            person=person,
            skill=skill,
            level=level,
            source=source,
            observed_at=observed_at,
            recorded_at=recorded_at,
            rater=rater,
            standard_error=standard_error,
            valid_until=valid_until,
            origin=origin or {},
            supersedes=supersedes,
            idempotency_key=idempotency_key,
            recorded_by=recorded_by,
            client=client,
        )
    )


def record_evidence_batch(*, observations: Sequence[Observation]) -> int:
    """Record many observations, in their order, and mark their people stale, in one transaction; how many.

    Each has a `idempotency_key`; those whose key is recorded already are left out. Raises EvidenceError as
    `record_evidence` does, for the first observation that is wrong; nothing is recorded then.
    """
    observations = [_as_of_now(one) for one in observations]
    keys = [one.idempotency_key for one in observations]
    tops = scale_tops({one.skill.framework_id for one in observations})
    with transaction.atomic():
        known = Evidence.objects.filter(idempotency_key__in=keys).select_related("person", "skill", "rater")
        recorded = {evidence.idempotency_key: evidence for evidence in known}
        new: dict[str | None, Observation] = {}
        known_then = _known(observations)
        for one in observations:
            _check(one, tops, known_then)
            if one.idempotency_key in recorded:
                _same(recorded[one.idempotency_key], one)
            elif new.setdefault(one.idempotency_key, one) != one:
                raise EvidenceError(
                    "idempotency_key", _("Two pieces of evidence have this key. Give each its own.")
                )
        rows = [Evidence(**_columns(one, known_then)) for one in new.values()]
        Evidence.objects.bulk_create(rows, batch_size=500)
        if new:
            people = {one.person.pk for one in new.values()}
            newest = max(one.recorded_at for one in new.values())
            mark_stale(person_ids=people, reason="evidence", marked_at=newest)
            tell_of_ratings(rows, as_of=newest)
            events = in_chunks(EvidenceRecorded, evidence_ids=[row.pk for row in rows])
            publish(*events, occurred_at=newest)
    return len(new)


def _record(one: Observation) -> Evidence:
    one = _as_of_now(one)
    with transaction.atomic():
        if one.supersedes is not None:
            # Whoever else corrects it waits, and is told then.
            list(Evidence.objects.select_for_update(of=("self",), no_key=True).filter(pk=one.supersedes.pk))
        if first := _recorded_as(one.idempotency_key):
            return _same(first, one)
        known_then = _known([one])
        _check(one, scale_tops({one.skill.framework_id}), known_then)
        if one.idempotency_key is None:
            evidence = Evidence.objects.create(**_columns(one, known_then))
        else:
            evidence, is_new = Evidence.objects.get_or_create(
                idempotency_key=one.idempotency_key, defaults=_columns(one, known_then)
            )
            if not is_new:
                return _same(evidence, one)
        mark_stale(person_ids=[one.person.pk], reason="evidence", marked_at=one.recorded_at)
        tell_of_ratings([evidence], as_of=one.recorded_at)
        publish(EvidenceRecorded(evidence_ids=(evidence.pk,)), occurred_at=one.recorded_at)
    return evidence


def _recorded_as(idempotency_key: str | None) -> Evidence | None:
    return (
        None if idempotency_key is None else Evidence.objects.filter(idempotency_key=idempotency_key).first()
    )


def _columns(one: Observation, known: "_Known") -> dict[str, Any]:
    names = [column.name for column in fields(one) if column.name not in NO_COLUMN]
    columns = {name: getattr(one, name) for name in names} | {"origin": dict(one.origin)}
    columns["attributed_by"] = known.attributed_by(one)
    # A correction goes with what it corrects, should two records of one person be two people again.
    record = one.supersedes.person if one.supersedes is not None else None
    return columns | {"person": record} if record is not None else columns


def _whose(person: Person) -> int:
    """The id of the person whose record it is by now."""
    return person.merged_into_id or person.pk


def _as_of_now(one: Observation) -> Observation:
    """The same observation, with the kept person in place of each merged record that it names.

    What a clock that is ahead says to be later than now was observed now. Raises EvidenceError for a day out
    of bounds: nothing can be asked about it.
    """
    _check_bounds(one)
    person = one.person.merged_into or one.person
    rater = one.rater.merged_into or one.rater if one.rater is not None else None
    observed_at = one.observed_at
    if one.recorded_at < observed_at <= one.recorded_at + CLOCK_AHEAD:
        observed_at = one.recorded_at
    return replace(one, person=person, rater=rater, observed_at=observed_at)


def _check_bounds(one: Observation) -> None:
    if not is_moment_in_bounds(one.observed_at):
        raise EvidenceError("observed_at", _("Nothing was observed then. Give the time of the observation."))
    if one.valid_until is not None and not is_day_in_bounds(one.valid_until):
        raise EvidenceError("valid_until", _("No evidence lasts until then. Give a day, or none."))


def _same(evidence: Evidence, one: Observation) -> Evidence:
    is_same = (_whose(evidence.person), evidence.skill_id, evidence.level, evidence.source) == (
        one.person.pk,
        one.skill.pk,
        one.level,
        one.source,
    )
    is_same &= evidence.standard_error == one.standard_error
    # A rater who was removed is forgotten, and cannot be another one.
    is_same &= evidence.rater is None or (one.rater is not None and _whose(evidence.rater) == one.rater.pk)
    if not is_same:
        raise EvidenceError("idempotency_key", _("This key was used for other evidence. Send a new one."))
    return evidence


@dataclass(frozen=True, slots=True)
class _Known:
    """What the records know of observations.

    lines     who was above whom on the day, of those that a manager's rating names
    mentored  the same of mentors, where a machine names one
    left      (person id, moment) where they had left when it was recorded
    """

    lines: Collection[Tie]
    mentored: Collection[Tie]
    left: Collection[tuple[int, datetime]]

    def attributed_by(self, one: Observation) -> str | None:
        """The machine that says it, where nothing in the records bears out that the rater did."""
        if not one.client:
            return None
        is_borne_out = one.source == Source.MANAGER and _tie(one) in self.lines
        is_borne_out |= one.source == Source.MENTOR and _tie(one) in self.mentored
        return None if is_borne_out else one.client


def _known(observations: Sequence[Observation]) -> _Known:
    """Two queries and those of `ties_in_line`; one more where a machine names a mentor."""
    as_manager = {_tie(one) for one in observations if one.source == Source.MANAGER and one.rater}
    as_mentor = {
        _tie(one) for one in observations if one.client and one.source == Source.MENTOR and one.rater
    }
    return _Known(
        lines=ties_in_line(as_manager),
        mentored=mentored_then(as_mentor) if as_mentor else (),
        left=left_by_then((one.person, one.recorded_at) for one in observations),
    )


def _tie(one: Observation) -> Tie:
    """Who has to have been above whom, and on which day where the person is."""
    day = local_day(one.observed_at, one.person.timezone)
    return Tie(one.person.pk, one.rater.pk if one.rater else 0, day)


def _check(one: Observation, tops: Mapping[int, int], known: _Known) -> None:
    _check_level(one.skill, one.level, tops)
    _check_error(one, tops)
    _check_rater(one.person, one.source, one.rater)
    _check_proof(one)
    _check_times(one.observed_at, one.recorded_at, one.valid_until)
    if (one.person.pk, one.recorded_at) in known.left:
        message = _("%(person)s no longer works here. Nothing more is recorded about them.")
        raise EvidenceError("person", message % {"person": one.person})
    if one.source == Source.MANAGER and _tie(one) not in known.lines:
        message = _(
            "%(person)s was not in %(rater)s’s reporting line then. Only somebody above a person rates as "
            "their manager; others rate as peers."
        )
        raise EvidenceError("rater", message % {"rater": one.rater, "person": one.person})
    if one.supersedes is not None:
        _check_correction(one.supersedes, one.person, one.skill)


def _check_proof(one: Observation) -> None:
    """Nobody records of themselves what others have to have seen."""
    if one.source in PROOF and one.rater == one.person:
        raise EvidenceError("rater", _proof_of_oneself())
    if one.source != Source.SELF and one.recorded_by == one.person:
        raise EvidenceError("source", _proof_of_oneself())


def _proof_of_oneself() -> str:
    return _(
        "A test, observed work or another’s rating is recorded by somebody else than the person. "
        "Record a self-rating, or ask somebody who saw it."
    )


def _check_level(skill: Skill, level: Decimal, tops: Mapping[int, int]) -> None:
    top = tops[skill.framework_id]
    # What is no number compares as neither.
    if not isfinite(level) or not 0 <= level <= top:
        message = _("Level %(level)s is off the scale of %(skill)s. Use a level from 0 to %(top)s.")
        raise EvidenceError("level", message % {"level": level, "skill": skill, "top": top})


def _check_error(one: Observation, tops: Mapping[int, int]) -> None:
    if one.standard_error is None:
        return
    if one.source != Source.TEST:
        raise EvidenceError("standard_error", _("Only a test has a standard error. Send none."))
    top = tops[one.skill.framework_id]
    if not isfinite(one.standard_error) or not LEAST_STANDARD_ERROR <= one.standard_error <= top:
        message = _(
            "%(error)s is no standard error on the scale of %(skill)s. Use one from %(least)s to %(top)s."
        )
        said = {"error": one.standard_error, "skill": one.skill, "least": LEAST_STANDARD_ERROR, "top": top}
        raise EvidenceError("standard_error", message % said)


def _check_rater(person: Person, source: str, rater: Person | None) -> None:
    if source == Source.SELF and rater != person:
        raise EvidenceError("rater", _("A self-rating is given by the person. Name them as the rater."))
    if source in OF_SOMEBODY_ELSE and (rater is None or rater == person):
        raise EvidenceError("rater", _("This source rates somebody else. Name who gave the rating."))


def _check_times(observed_at: datetime, recorded_at: datetime, valid_until: date | None) -> None:
    if observed_at > recorded_at:
        raise EvidenceError("observed_at", _("This is in the future. Give the time of the observation."))
    # The last valid day is one of UTC, as in all formulas, whatever offset the moment came with.
    if valid_until is not None and valid_until < observed_at.astimezone(UTC).date():
        raise EvidenceError("valid_until", _("It would expire before it was observed. Give a later day."))


def _check_correction(corrected: Evidence, person: Person, skill: Skill) -> None:
    if (_whose(corrected.person), corrected.skill_id) != (person.pk, skill.pk):
        message = _("A correction is about the same person and skill as what it corrects.")
        raise EvidenceError("supersedes", message)
    if Evidence.objects.filter(supersedes=corrected).exists():
        raise EvidenceError("supersedes", _("This was corrected already. Correct the newer evidence."))
    if Evidence.objects.withdrawn().filter(pk=corrected.pk).exists():
        message = _("This is withdrawn. Have it count again to correct it, or add new evidence.")
        raise EvidenceError("supersedes", message)
