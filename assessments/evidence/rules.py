"""Who may rate whom, and who may withdraw what was recorded."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import rules

from assessments.evidence.choices import OWN_FOR
from assessments.evidence.models import Evidence, EvidenceWithdrawal
from lifow.people.persons.rules import is_above


@rules.predicate
def is_about_oneself(user, person) -> bool:
    return person is not None and user.pk == person.pk


@rules.predicate
def is_about_ones_line(user, person) -> bool:
    return is_above(user, person)


def may_withdraw(user: Any, evidence: Evidence, as_of: datetime) -> bool:
    """Whether a person, or a machine of the API, may have a piece of evidence count no more.

    HR admins may, but not what others say of themselves; and for two weeks whoever recorded it: the rater,
    or the client that sent it. `evidence` comes with its person and rater.
    """
    return _keeps_for_others(user, evidence) or (
        as_of < evidence.recorded_at + OWN_FOR and _has_recorded(user, evidence)
    )


def may_restore(user: Any, evidence: Evidence, said: Sequence[EvidenceWithdrawal], as_of: datetime) -> bool:
    """Whether somebody may have a piece count again: HR admins, and for two weeks whoever withdrew it.

    `said` is what was said of withdrawing it, the newest first.
    """
    if not said:
        return False
    if _keeps_for_others(user, evidence):
        return True
    is_own = said[0].client == user.client_id if user.pk is None else said[0].said_by_id == user.pk
    return is_own and as_of < said[0].said_at + OWN_FOR


def _keeps_for_others(user: Any, evidence: Evidence) -> bool:
    """Whether it is for an HR admin to decide: nobody decides what others say of them."""
    return user.pk is not None and user.is_hr_admin and not _is(user, evidence.person)


def _has_recorded(user: Any, evidence: Evidence) -> bool:
    """Whether a person gave the rating themselves, or a machine sent it."""
    origin = evidence.origin if isinstance(evidence.origin, dict) else {}
    if user.pk is None:
        return origin.get("recorded_by") == user.client_id
    # What a machine says in somebody's name is theirs to withdraw too.
    return evidence.rater is not None and _is(user, evidence.rater)


def _is(user: Any, person: Any) -> bool:
    """Whether a record is the user's, or merged into theirs."""
    return user.pk in (person.pk, person.merged_into_id)


rules.add_perm("assessments.rate_oneself", is_about_oneself)
rules.add_perm("assessments.rate_as_manager", is_about_ones_line)
