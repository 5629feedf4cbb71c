"""The parameters of measurement: adopting a new version, and estimating numbers for one."""

from datetime import UTC, datetime

import numpy as np
from django.db import transaction

from assessments.evidence.models import Evidence
from assessments.gaps.compute.columns import EvidenceColumns, RequirementColumns, SkillScales
from assessments.gaps.compute.estimation import estimate_expectations, with_expectations
from assessments.gaps.compute.policies import read_policy, with_todays_formula
from assessments.gaps.compute.policy import GapPolicy
from assessments.gaps.compute.severity import estimate_severity, with_severity
from assessments.gaps.models import GapPolicyVersion
from assessments.gaps.selectors import ledger, own_words, requirement_columns, skill_scales, utc_day
from assessments.gaps.services.marks import mark_everyone
from lifow.base.database.columns import read_columns

DEFAULTS_SINCE = datetime(2000, 1, 1, tzinfo=UTC)


def policy_in_force(moment: datetime) -> GapPolicyVersion:
    """The latest version adopted at or before `moment`. Version 1, made on first use, has the defaults."""
    adopted = GapPolicyVersion.objects.filter(adopted_at__lte=moment).order_by("-version").first()
    if adopted is not None:
        return adopted
    defaults = {"parameters": GapPolicy().to_dict(), "adopted_at": DEFAULTS_SINCE, "note": "defaults"}
    return GapPolicyVersion.objects.get_or_create(version=1, defaults=defaults)[0]


def lock_policy() -> GapPolicyVersion:
    """The newest version, while whoever else adopts one waits until the transaction around the call ends."""
    policy_in_force(DEFAULTS_SINCE)
    # The first version is always there. A lock on the newest would still be the former one's after a wait.
    list(GapPolicyVersion.objects.select_for_update(no_key=True).filter(version=1))
    return GapPolicyVersion.objects.latest("version")


def adopt_policy(*, policy: GapPolicy, adopted_at: datetime, note: str = "") -> GapPolicyVersion:
    """Make `policy` the version in force from `adopted_at` on and ask for every report to be computed again.

    A policy that says the same as the newest is not adopted twice. It never holds before the newest does.
    """
    with transaction.atomic():
        newest = lock_policy()
        if newest.parameters == policy.to_dict():
            return newest
        since = max(adopted_at, newest.adopted_at)
        version = GapPolicyVersion.objects.create(
            version=newest.version + 1, parameters=policy.to_dict(), adopted_at=since, note=note
        )
        mark_everyone(reason="policy", marked_at=since)
    return version


def adopt_estimated_expectations(*, adopted_at: datetime) -> GapPolicyVersion:
    """Estimate what to expect before a skill is rated, from all evidence, and adopt it as a policy.

    Done deliberately, not on the way: a report then depends on stored parameters alone.
    """
    found = estimate_expectations(*_all_evidence(adopted_at), as_of=utc_day(adopted_at))
    with transaction.atomic():
        # What somebody has set meanwhile stays.
        policy = with_todays_formula(read_policy(lock_policy().parameters))
        return adopt_policy(
            policy=with_expectations(policy, found), adopted_at=adopted_at, note="estimated expectations"
        )


def adopt_estimated_severity(*, adopted_at: datetime) -> GapPolicyVersion:
    """Estimate by how much each rater's ratings are above others', and adopt it as a policy.

    Whether that is taken off their ratings is for the policy to say (`uses_severity`), not for this. Raters
    of few ratings, or of ratings that nobody else's can be compared with, have next to none.
    """
    found = estimate_severity(*_all_evidence(adopted_at), as_of=utc_day(adopted_at))
    with transaction.atomic():
        policy = with_todays_formula(read_policy(lock_policy().parameters))
        return adopt_policy(
            policy=with_severity(policy, found), adopted_at=adopted_at, note="estimated severity"
        )


def _all_evidence(
    moment: datetime,
) -> tuple[RequirementColumns, EvidenceColumns, SkillScales, GapPolicy]:
    """What everybody who was ever assessed needs and has had said of them, and the policy in force."""
    assessed = Evidence.objects.order_by("person_id").distinct()
    people = read_columns(assessed, person=("person_id", "i8"))["person"]
    requirements = requirement_columns(people, moment)
    evidence = own_words(ledger(people).as_of(moment), people)
    scales = skill_scales(np.union1d(requirements.skill, evidence.skill))
    return (
        requirements,
        evidence,
        scales,
        with_todays_formula(read_policy(policy_in_force(moment).parameters)),
    )
