"""The parameters of measurement: adopting a new version, and estimating numbers for one."""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime

import numpy as np
from django.db import transaction

from assessments.evidence.models import Evidence
from assessments.gaps.compute.columns import EvidenceColumns, RequirementColumns, SkillScales
from assessments.gaps.compute.estimation import estimate_expectations, with_expectations
from assessments.gaps.compute.policies import read_policy, with_todays_formula
from assessments.gaps.compute.policy import GapPolicy
from assessments.gaps.compute.severity import Severity, estimate_severity, with_severity
from assessments.gaps.models import GapPolicyVersion
from assessments.gaps.selectors import ledger, own_words, requirement_columns, skill_scales, utc_day
from assessments.gaps.services.marks import mark_everyone
from assessments.marks.services import mark_stale
from lifow.base.database.columns import read_columns
from lifow.base.months import month_begins

ESTIMATED_EXPECTATIONS = "estimated expectations"
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


def adopt_policy(
    *, policy: GapPolicy, adopted_at: datetime, note: str = "", affects: Collection[int] | None = None
) -> GapPolicyVersion:
    """Make `policy` the version in force from `adopted_at` on and ask for every report to be computed again.

    Where it changes nothing for anybody but a few, `affects` are these people (ids), and the others' reports
    stay those of the version before. A policy that says the same as the newest is not adopted twice. It never
    holds before the newest does.
    """
    with transaction.atomic():
        newest = lock_policy()
        if newest.parameters == policy.to_dict():
            return newest
        since = max(adopted_at, newest.adopted_at)
        version = GapPolicyVersion.objects.create(
            version=newest.version + 1, parameters=policy.to_dict(), adopted_at=since, note=note
        )
        if affects is None:
            mark_everyone(reason="policy", marked_at=since)
        else:
            mark_stale(person_ids=affects, reason="policy", marked_at=since)
    return version


def adopt_estimated_expectations(*, adopted_at: datetime) -> GapPolicyVersion:
    """Estimate what to expect before a skill is rated, from all evidence, and adopt it as a policy.

    Done deliberately, not on the way: a report then depends on stored parameters alone.
    """
    found = estimate_expectations(*_all_evidence(adopted_at), as_of=utc_day(adopted_at))
    with transaction.atomic():
        # What somebody has set meanwhile stays.
        policy = _newest_policy()
        return adopt_policy(
            policy=with_expectations(policy, found), adopted_at=adopted_at, note=ESTIMATED_EXPECTATIONS
        )


def adopt_monthly_expectations(*, adopted_at: datetime) -> GapPolicyVersion | None:
    """Estimate expectations anew once a month, where the policy has estimated ones; None where it does not.

    A company that has never estimated them keeps the shipped one until somebody does.
    """
    newest = policy_in_force(adopted_at)
    done = GapPolicyVersion.objects.filter(
        note=ESTIMATED_EXPECTATIONS, adopted_at__gte=month_begins(adopted_at)
    )
    if not newest.parameters.get("expected") or done.exists():
        return None
    return adopt_estimated_expectations(adopted_at=adopted_at)


def estimated_severity(*, as_of: datetime) -> dict[int, Severity]:
    """By how much the ratings of each rater (by id) are above others', from all evidence; nothing is written.

    Raters of few ratings, or of ratings that nobody else's can be compared with, have next to none.
    """
    return estimate_severity(*_all_evidence(as_of), as_of=utc_day(as_of))


def adopt_severity(*, means: Mapping[int, float], adopted_at: datetime) -> GapPolicyVersion:
    """Adopt these severities by rater, and no others, as a policy.

    Whether they are taken off anybody's ratings is for the policy to say (`uses_severity`), not for this.
    """
    with transaction.atomic():
        policy = with_severity(_newest_policy(), means)
        return adopt_policy(policy=policy, adopted_at=adopted_at, note="estimated severity")


def change_severity(
    *, rater_id: int, mean: float | None, adopted_at: datetime, note: str
) -> GapPolicyVersion:
    """Adopt a policy with another severity of one rater, or none; the others' stay.

    Where severities are taken off, the reports of those whom the rater has rated are computed again. Else no
    report changes.
    """
    with transaction.atomic():
        policy = _newest_policy()
        means = {rater: known for rater, known in policy.severity.items() if rater != rater_id}
        if mean is not None:
            means[rater_id] = mean
        rated = Evidence.objects.by_rater(rater_id) if policy.uses_severity else Evidence.objects.none()
        affects = set(rated.order_by().values_list("person_id", flat=True).distinct())
        policy = with_severity(policy, means)
        return adopt_policy(policy=policy, adopted_at=adopted_at, note=note, affects=affects)


def forget_raters(*, rater_ids: Collection[int]) -> int:
    """Take people who are erased out of the policies of all times; how many policies named one of them.

    A policy is changed for this alone: what these people said has no rater any more, so that no report is
    computed by their numbers again.
    """
    with transaction.atomic():
        lock_policy()
        changed = 0
        for row in GapPolicyVersion.objects.order_by("version"):
            known = row.parameters.get("severity") or []
            kept = [one for one in known if one[0] not in rater_ids]
            if len(kept) < len(known):
                row.parameters = {**row.parameters, "severity": kept}
                row.save(update_fields=["parameters"])
                changed += 1
    return changed


def _newest_policy() -> GapPolicy:
    """The newest policy as one of today's formula, locked until the transaction around the call ends."""
    return with_todays_formula(read_policy(lock_policy().parameters))


def _all_evidence(
    moment: datetime,
) -> tuple[RequirementColumns, EvidenceColumns, SkillScales, GapPolicy]:
    """What everybody who was ever assessed needs and has had said of them, and the policy in force."""
    assessed = Evidence.objects.order_by("person_id").distinct()
    people = read_columns(assessed, person=("person_id", "i8"))["person"]
    requirements = requirement_columns(people, moment)
    known = ledger(people)
    evidence = own_words(known.as_of(moment), people)
    scales = skill_scales(np.union1d(requirements.skill, evidence.skill), known.maps, moment)
    return (
        requirements,
        evidence,
        scales,
        with_todays_formula(read_policy(policy_in_force(moment).parameters)),
    )
