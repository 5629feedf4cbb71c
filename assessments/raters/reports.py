"""How ratings differ by rater, in levels of five and in words: HR reads of all, raters of themselves."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from assessments.gaps.models import GapPolicyVersion
from assessments.raters.choices import LEFT_OUT
from assessments.raters.models import RaterSeverity, SeverityContest, SeverityEstimate
from lifow.base.intervals import reach_of
from lifow.people.persons.models import Person

LEVELS = 5
"""Differences are told in levels of a scale of five, whatever scales the ratings were given on."""


@dataclass(frozen=True, slots=True)
class RaterDifference:
    """Of one rater: by how many levels of five their ratings are above others', and within how many of it.

    ratings      of how many ratings of others that is
    compared     beside how many of these somebody else's stands; none, and nothing can be told
    contest      state of what keeps it from being taken off: open, upheld, or nothing
    is_decided   whether HR has dismissed a contest of it: it can be contested again after the next estimate
    """

    rater: Person
    levels: float
    reach: float
    ratings: int
    compared: int
    contest: str = ""
    is_decided: bool = False

    @property
    def is_none(self) -> bool:
        """Whether it rounds to no difference."""
        return not round(self.levels, 1)

    @property
    def is_left_out(self) -> bool:
        """Whether it is contested or left out, so that it is not taken off."""
        return bool(self.contest)

    @property
    def is_clear(self) -> bool:
        """Whether it is more than chance may make."""
        return abs(self.levels) > self.reach

    @property
    def short(self) -> str:
        """ "0.3 levels higher" """
        if self.is_none:
            return _("no difference")
        said = {"levels": _rounded(abs(self.levels))}
        return (_("%(levels)s levels higher") if self.levels > 0 else _("%(levels)s levels lower")) % said

    @property
    def give_or_take(self) -> str:
        """ "give or take 0.1" """
        return _("give or take %(levels)s") % {"levels": _rounded(max(self.reach, 0.1))}

    @property
    def of_others(self) -> str:
        """What HR reads after a name: "rates 0.3 levels higher than others rate the same people"."""
        if self.is_none:
            return _("rates as others rate the same people")
        said = {"levels": _rounded(abs(self.levels))}
        if self.levels > 0:
            return _("rates %(levels)s levels higher than others rate the same people") % said
        return _("rates %(levels)s levels lower than others rate the same people") % said

    @property
    def of_oneself(self) -> str:
        """What raters read of themselves, as a sentence."""
        if self.is_none:
            return _("You rate people as others rate the same people.")
        said = {"levels": _rounded(abs(self.levels))}
        if self.levels > 0:
            return _("You rate people %(levels)s levels higher than others rate the same people.") % said
        return _("You rate people %(levels)s levels lower than others rate the same people.") % said


def newest_estimates() -> tuple[SeverityEstimate | None, SeverityEstimate | None]:
    """The newest estimate that was asked for, and the last that was done; two queries."""
    estimates = SeverityEstimate.objects.newest_first().select_related("asked_by", "policy")
    return estimates.first(), estimates.filter(state=SeverityEstimate.State.DONE).first()


def is_taken_off() -> bool:
    """Whether the newest policy takes differences off ratings; one query."""
    newest = GapPolicyVersion.objects.order_by("-version").first()
    return bool(newest and newest.parameters.get("uses_severity"))


def differences(found: Iterable[RaterSeverity]) -> list[RaterDifference]:
    """Of these rows, in their order; one query."""
    rows = list(found)
    raters = [row.rater_id for row in rows]
    contests = SeverityContest.objects.left_out().filter(rater__in=raters)
    states = dict(contests.values_list("rater_id", "state"))
    return [_difference(row, states.get(row.rater_id, "")) for row in rows]


def difference_of(rater: Person, contest: SeverityContest | None) -> RaterDifference | None:
    """Of one rater, whose newest contest is known; None where the last estimate has nothing. One query."""
    row = RaterSeverity.objects.select_related("rater", "estimate").filter(rater=rater).first()
    state = contest.state if contest is not None and contest.state in LEFT_OUT else ""
    return replace(_difference(row, state), is_decided=is_decided(row, contest)) if row else None


def newest_contest(rater: Person) -> SeverityContest | None:
    """What came of the last time that a rater contested or was left out; one query."""
    contests = SeverityContest.objects.filter(rater=rater).select_related("decided_by", "rater")
    return contests.newest_first().first()


def is_decided(known: RaterSeverity, contest: SeverityContest | None) -> bool:
    """Whether HR has dismissed a contest of this very number, which comes with its estimate."""
    if contest is None or contest.state != SeverityContest.State.DISMISSED:
        return False
    found_at = known.estimate.finished_at
    return bool(found_at and contest.decided_at and found_at <= contest.decided_at)


def decided_contests(most: int) -> tuple[list[SeverityContest], int]:
    """What HR decided, the newest first as far as `most`, and how many decisions there are; two queries."""
    decided = SeverityContest.objects.exclude(state=SeverityContest.State.OPEN)
    shown = decided.select_related("rater", "decided_by").order_by("-decided_at", "-pk")[:most]
    return list(shown), decided.count()


def _difference(row: RaterSeverity, contest: str) -> RaterDifference:
    return RaterDifference(
        rater=row.rater,
        levels=row.mean * LEVELS,
        reach=row.sd * LEVELS * reach_of(),
        ratings=row.ratings,
        compared=row.compared,
        contest=contest,
    )


def _rounded(levels: float) -> str:
    # The format by itself cuts off, and does not round.
    return number_format(round(levels, 1), 1)
