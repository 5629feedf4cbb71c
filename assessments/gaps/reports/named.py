"""Gap reports, current or past, with the skills and role levels that their rows name."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assessments.gaps.models import GapReport
from assessments.gaps.reports.people import STATUS_ORDER, SkillStanding, ready_share, standings_of
from assessments.gaps.reports.reading import read_rows
from assessments.gaps.reports.wording import ReadyShare


@dataclass(frozen=True, slots=True)
class NamedReport:
    """A report with its rows: what roles need first, of that what is missing, then what nobody knows."""

    report: GapReport
    rows: tuple[SkillStanding, ...]

    @property
    def is_stale(self) -> bool:
        """Whether it waits to be computed again; of reports that come `with_marks`."""
        return self.report.superseded_at is None and self.report.has_mark  # type: ignore[attr-defined]

    @property
    def readiness(self) -> ReadyShare | None:
        """How much is reached of what is known; None where nothing is."""
        return ready_share(self.report)


def named_reports(reports: Sequence[GapReport]) -> tuple[NamedReport, ...]:
    """Reports with their rows, in the order of the reports; as many queries for one as for many.

    One that cannot be read has no rows.
    """
    packed = [bytes(report.packed) for report in reports]
    rows, offsets, _is_readable = read_rows(packed, [report.person_id for report in reports])
    standings = standings_of(rows)
    return tuple(
        NamedReport(report, tuple(sorted(standings[start:end], key=_listing_order)))
        for report, (start, end) in zip(reports, pairwise(offsets), strict=True)
    )


def _listing_order(row: SkillStanding) -> tuple[bool, int, bool, float, str]:
    return (
        not row.is_required,
        STATUS_ORDER[row.status],
        not row.is_critical,
        -(row.gap or 0) * row.weight,
        row.skill.public_id,
    )
