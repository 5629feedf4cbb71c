"""Adding to the ledger."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.models import Evidence, Level, Skill
from assessments.services.marks import mark_stale
from lifow.people.models import Person


class EvidenceError(ValueError):
    """Evidence that cannot be recorded: `field` says where, the message why and what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def record_evidence(
    *,
    person: Person,
    skill: Skill,
    level: Decimal,
    source: str,
    observed_at: datetime,
    recorded_at: datetime,
    rater: Person | None = None,
    valid_until: date | None = None,
    origin: dict[str, Any] | None = None,
    supersedes: Evidence | None = None,
    once_key: str | None = None,
) -> Evidence:
    """Record one observation and mark the person's gap report stale, in one transaction.

    A second call with the same `once_key` returns the evidence of the first and writes nothing; the key
    used for something else is an error. Raises EvidenceError for a level off the skill's scale, a rating
    by nobody or of oneself as another, an observation in the future, or a correction of evidence that is
    about something else or corrected already.
    """
    _check_level(skill, level)
    _check_rater(person, source, rater)
    _check_times(observed_at, recorded_at, valid_until)
    if supersedes is not None:
        _check_correction(supersedes, person, skill)
    fields = {
        "person": person,
        "skill": skill,
        "level": level,
        "source": source,
        "rater": rater,
        "observed_at": observed_at,
        "valid_until": valid_until,
        "origin": origin or {},
        "supersedes": supersedes,
    }
    with transaction.atomic():
        if once_key is None:
            evidence = Evidence.objects.create(**fields, recorded_at=recorded_at)
        else:
            evidence, is_new = Evidence.objects.get_or_create(
                once_key=once_key, defaults={**fields, "recorded_at": recorded_at}
            )
            if not is_new:
                return _same(evidence, person, skill, level)
        mark_stale(person_ids=[person.pk], reason="evidence", marked_at=recorded_at)
    return evidence


def _same(evidence: Evidence, person: Person, skill: Skill, level: Decimal) -> Evidence:
    if (evidence.person_id, evidence.skill_id, evidence.level) != (person.pk, skill.pk, level):
        raise EvidenceError("once_key", _("This key was used for other evidence. Send a new one."))
    return evidence


def _check_level(skill: Skill, level: Decimal) -> None:
    values = Level.objects.filter(scale__frameworks=skill.framework_id).values_list("value", flat=True)
    top = max(values, default=0)
    if not 0 <= level <= top:
        message = _("Level %(level)s is off the scale of %(skill)s. Use a level from 0 to %(top)s.")
        raise EvidenceError("level", message % {"level": level, "skill": skill, "top": top})


def _check_rater(person: Person, source: str, rater: Person | None) -> None:
    if source == Evidence.Source.SELF and rater != person:
        raise EvidenceError("rater", _("A self-rating is given by the person. Name them as the rater."))
    of_another = source in (Evidence.Source.MANAGER, Evidence.Source.PEER, Evidence.Source.MENTOR)
    if of_another and (rater is None or rater == person):
        raise EvidenceError("rater", _("This source rates somebody else. Name who gave the rating."))


def _check_times(observed_at: datetime, recorded_at: datetime, valid_until: date | None) -> None:
    if observed_at > recorded_at:
        raise EvidenceError("observed_at", _("It lies in the future. Give the time of the observation."))
    if valid_until is not None and valid_until < observed_at.date():
        raise EvidenceError("valid_until", _("It would run out before it was observed. Give a later day."))


def _check_correction(corrected: Evidence, person: Person, skill: Skill) -> None:
    if (corrected.person_id, corrected.skill_id) != (person.pk, skill.pk):
        message = _("A correction is about the same person and skill as what it corrects.")
        raise EvidenceError("supersedes", message)
    if Evidence.objects.filter(supersedes=corrected).exists():
        raise EvidenceError("supersedes", _("This was corrected already. Correct the newer evidence."))
