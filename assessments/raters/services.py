"""Estimating how raters differ, and what becomes of those who contest it.

An estimate is a row that waits. A worker takes it, computes, and writes what it found together with the next
version of the policy: a killed worker leaves the row, and the next one does it again.

Who contests, or is left out by HR, has no number in the policy from that moment on. Each of these steps
adopts the next version, so that a report follows from its policy and evidence alone.
"""

from collections.abc import Mapping
from datetime import datetime

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from assessments.gaps import services as gaps
from assessments.gaps.models import GapPolicyVersion
from assessments.raters.choices import ContestState, EstimateState
from assessments.raters.models import RaterSeverity, SeverityContest, SeverityEstimate
from assessments.raters.notifications import settle_contest, tell_of_contest, tell_of_decision
from assessments.raters.reports import is_decided
from lifow.base.jobs import start_soon
from lifow.base.leases import LEASE, renewed_lease
from lifow.base.months import month_begins
from lifow.base.outages import NOT_ENDED, is_outage, reason_of, written_patiently
from lifow.people.merging.services import change_rows, put_back, standing_merge, undone_merge
from lifow.people.persons.models import Person

ESTIMATE = "assessments.raters.tasks.estimate_severity"
MOST_ATTEMPTS = 3

log = structlog.get_logger(__name__)


class ContestError(ValueError):
    """A step that a contest does not allow; the message says why."""


def ask_for_estimate(*, by: Person | None, as_of: datetime) -> SeverityEstimate:
    """Have a worker estimate how raters differ; the one that waits already, if there is one."""
    with transaction.atomic():
        asked = {"asked_by": by, "asked_at": as_of}
        waiting, _is_new = SeverityEstimate.objects.get_or_create(state=EstimateState.WAITING, defaults=asked)
        start_soon(ESTIMATE)
    return waiting


def ask_for_monthly_estimate(*, as_of: datetime) -> SeverityEstimate | None:
    """Have it estimated once a month, where the policy takes differences off; None where there is no need.

    Whatever was asked for this month is enough, by HR too. By a policy that takes nothing off, nobody's
    ratings are compared unless HR asks for it.
    """
    first = month_begins(as_of)
    with transaction.atomic():
        if not gaps.lock_policy().parameters.get("uses_severity"):
            return None
        if SeverityEstimate.objects.filter(asked_at__gte=first).exists():
            return None
        return ask_for_estimate(by=None, as_of=as_of)


def run_estimate(*, as_of: datetime) -> bool:
    """Do the estimate that waits, unless another worker has it; whether it was done.

    What cannot be computed is tried three times, and then says so. An outage is raised, and counts as no
    attempt.
    """
    taken = _begin_attempt(as_of)
    if taken is None:
        return False
    waiting = SeverityEstimate.objects.waiting().filter(pk=taken.pk, attempts=taken.attempts)
    try:
        with renewed_lease(lambda passed: waiting.update(taken_until=as_of + passed + LEASE)):
            return _estimate(taken, as_of)
    except Exception as error:
        reason, back = reason_of(error), int(is_outage(error))
        written_patiently(
            lambda: waiting.update(attempts=taken.attempts - back, last_error=reason, taken_until=None)
        )
        if back:
            raise
        log.warning("severity_estimate_failed", error=reason, exc_info=True)
        return False


def adopt_estimated_severity(*, adopted_at: datetime) -> GapPolicyVersion:
    """Estimate how raters differ here and now, and adopt it as a policy."""
    found = _found(adopted_at)
    with transaction.atomic():
        return _finish(SeverityEstimate(asked_at=adopted_at), found, adopted_at)


def contest_severity(*, rater: Person, text: str, as_of: datetime) -> SeverityContest:
    """The rater contests the number about them: from now on it is taken off none of their ratings.

    HR is told. The contest that is open or upheld already, if there is one. Raises ContestError where nothing
    is known of the rater, or HR has decided about this number: its decision holds until the next estimate
    finds another one, which can be contested again.
    """
    with transaction.atomic():
        gaps.lock_policy()
        before = SeverityContest.objects.left_out().filter(rater=rater).first()
        if before is not None:
            return before
        known = RaterSeverity.objects.select_related("estimate").filter(rater=rater).first()
        if known is None:
            raise ContestError(_("There is no number about your ratings now."))
        if is_decided(known, SeverityContest.objects.filter(rater=rater).newest_first().first()):
            raise ContestError(
                _("HR has decided about this number. You can contest that of the next estimate.")
            )
        contest = SeverityContest.objects.create(rater=rater, text=text, opened_at=as_of)
        _leave_out(rater, as_of)
        tell_of_contest(contest, as_of=as_of)
    return contest


def leave_out_rater(*, rater: Person, by: Person, note: str, as_of: datetime) -> SeverityContest:
    """HR decides that nothing is taken off a rater's ratings, contested or not; twice is once.

    The rater is told.
    """
    with transaction.atomic():
        gaps.lock_policy()
        contest = SeverityContest.objects.left_out().filter(rater=rater).first()
        if contest is not None and contest.state == ContestState.UPHELD:
            return contest
        contest = contest or SeverityContest(rater=rater, opened_at=as_of)
        _decide(contest, ContestState.UPHELD, by=by, note=note, as_of=as_of)
        _leave_out(rater, as_of)
    return contest


def take_rater_in(*, rater: Person, by: Person, note: str, as_of: datetime) -> SeverityContest | None:
    """HR dismisses a contest, or ends that a rater is left out. None where there is neither.

    The number of the last estimate, if it has one of them, is the policy's again, and the rater is told.
    """
    with transaction.atomic():
        gaps.lock_policy()
        contest = SeverityContest.objects.left_out().filter(rater=rater).first()
        if contest is None:
            return None
        _decide(contest, ContestState.DISMISSED, by=by, note=note, as_of=as_of)
        known = RaterSeverity.objects.filter(rater=rater).first()
        gaps.change_severity(
            rater_id=rater.pk, mean=known.mean if known else None, adopted_at=as_of, note="rater taken in"
        )
    return contest


def move_contest(*, merge_id: int, as_of: datetime) -> None:
    """Leave the kept person out where a record that was merged into theirs is left out, by the same contest.

    One that is open is the kept person's to be decided. Twice is once.
    """
    with transaction.atomic():
        merge = standing_merge(merge_id)
        if merge is None:
            return
        gaps.lock_policy()
        left_out = SeverityContest.objects.left_out()
        theirs = left_out.filter(rater=merge.merged_id)
        if theirs.exists() and not left_out.filter(rater=merge.kept_id).exists():
            change_rows(merge=merge, rows=theirs, at=as_of, rater_id=merge.kept_id)
            _leave_out(merge.kept, as_of)


def put_contest_back(*, merge_id: int, as_of: datetime) -> None:
    """Undo `move_contest`: the kept person's number, if they had one, is the policy's again."""
    with transaction.atomic():
        merge = undone_merge(merge_id)
        if merge is None or not merge.changes.of(SeverityContest).standing().exists():
            return
        gaps.lock_policy()
        put_back(merge=merge, of=[SeverityContest], at=as_of)
        known = RaterSeverity.objects.filter(rater=merge.kept_id).first()
        if known is not None and not SeverityContest.objects.left_out().filter(rater=merge.kept_id).exists():
            gaps.change_severity(
                rater_id=merge.kept_id, mean=known.mean, adopted_at=as_of, note="rater taken in"
            )


def _estimate(taken: SeverityEstimate, as_of: datetime) -> bool:
    found = _found(as_of)
    with transaction.atomic():
        waiting = SeverityEstimate.objects.waiting().filter(pk=taken.pk)
        estimate = waiting.select_for_update(of=("self",)).first()
        if estimate is None:
            return False
        _finish(estimate, found, as_of)
    return True


def _begin_attempt(as_of: datetime) -> SeverityEstimate | None:
    """Count an attempt before computing, in a transaction of its own: one that is killed counts too."""
    with transaction.atomic():
        free = SeverityEstimate.objects.waiting().untaken(as_of)
        estimate = free.select_for_update(skip_locked=True, of=("self",)).first()
        if estimate is None:
            return None
        if estimate.attempts >= MOST_ATTEMPTS:
            estimate.state, estimate.finished_at = EstimateState.FAILED, as_of
        else:
            estimate.attempts, estimate.taken_until = estimate.attempts + 1, as_of + LEASE
            estimate.last_error = NOT_ENDED
        estimate.save()
    return estimate if estimate.state == EstimateState.WAITING else None


def _found(as_of: datetime) -> Mapping[int, RaterSeverity]:
    """What the evidence says of each rater, by id, as rows to write."""
    return {
        rater: RaterSeverity(
            rater_id=rater, mean=one.mean, sd=one.sd, ratings=one.words, compared=one.compared
        )
        for rater, one in gaps.estimated_severity(as_of=as_of).items()
    }


def _finish(
    estimate: SeverityEstimate, found: Mapping[int, RaterSeverity], as_of: datetime
) -> GapPolicyVersion:
    """Write what was found and adopt it, in the transaction around; not the numbers of those left out."""
    gaps.lock_policy()
    states = dict(SeverityContest.objects.left_out().values_list("rater_id", "state"))
    # People who were removed while it was computed are no longer known.
    known = set(Person.objects.filter(pk__in=found).values_list("pk", flat=True))
    rows = [
        row for rater, row in found.items() if rater in known and states.get(rater) != ContestState.UPHELD
    ]
    means = {row.rater_id: row.mean for row in rows if row.rater_id not in states}
    version = gaps.adopt_severity(means=means, adopted_at=as_of)
    estimate.state, estimate.finished_at, estimate.policy = EstimateState.DONE, as_of, version
    estimate.raters, estimate.alone = len(rows), sum(not row.compared for row in rows)
    estimate.last_error = ""
    estimate.save()
    RaterSeverity.objects.all().delete()
    for row in rows:
        row.estimate = estimate
    RaterSeverity.objects.bulk_create(rows, batch_size=500)
    return version


def _decide(contest: SeverityContest, state: str, *, by: Person, note: str, as_of: datetime) -> None:
    if by == contest.rater:
        raise ContestError(_("Another HR admin decides about your own ratings."))
    contest.state, contest.decided_by, contest.decided_at, contest.note = state, by, as_of, note
    contest.save()
    settle_contest(contest, as_of=as_of)
    tell_of_decision(contest, as_of=as_of)


def _leave_out(rater: Person, as_of: datetime) -> None:
    gaps.change_severity(rater_id=rater.pk, mean=None, adopted_at=as_of, note="rater left out")
