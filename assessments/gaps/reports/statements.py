"""What gap reports, current or past, said about single skills, as arrays for those who look back."""

from dataclasses import dataclass

import numpy as np
import structlog
from numpy.typing import NDArray

from assessments.evidence.choices import Source
from assessments.frameworks.models import Skill
from assessments.gaps.compute.measured import LEAST_ERROR
from assessments.gaps.compute.packing import REQUIRED
from assessments.gaps.compute.plain import PolicyError
from assessments.gaps.compute.policies import read_policy
from assessments.gaps.models import GapPolicyVersion, GapReport
from assessments.gaps.reports.reading import read_rows
from lifow.base.database.columns import among, read_columns

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Statements:
    """What reports said about one skill each; one entry a (report, skill) that was asked for.

    is_said    whether it said anything: the skill was required and assessed
    chance     that the needed level is met
    required   needed level
    spread     standard deviation of the level, in levels
    as_of      of the report, UTC
    top        of the skill's scale
    """

    is_said: NDArray[np.bool_]
    chance: Floats
    required: Floats
    spread: Floats
    as_of: NDArray[np.datetime64]
    top: Floats
    _policy: Ints

    def errors(
        self, source: NDArray[np.integer], is_attributed: NDArray[np.bool_], standard_error: Floats
    ) -> tuple[Floats, Floats]:
        """Error and offset, in levels, of a rating of a source (codes) by the policy of each one's report.

        A test errs by its own standard error where it says one (else 0) and the policy reads it. What a
        machine sends, and nothing bears out, errs by as much more as it weighs less. NaN where another
        version of lifow wrote a policy that this one cannot read.
        """
        versions, place = np.unique(self._policy, return_inverse=True)
        found = GapPolicyVersion.objects.in_bulk(versions.tolist())
        trust = np.zeros((len(versions), max(Source) + 1, 2))
        weight, reads = np.ones(len(versions)), np.zeros(len(versions), dtype=bool)
        for row, version in enumerate(versions.tolist()):
            try:
                policy = read_policy(found[version].parameters)
            except PolicyError as error:
                log.warning("gap_policy_unreadable", version=found[version].version, error=str(error))
                trust[row] = np.nan
                continue
            weight[row] = getattr(policy, "attributed_weight", 1.0)
            reads[row] = getattr(policy, "reads_standard_errors", False)
            for one, said in policy.sources.items():
                trust[row, one] = said.sd, getattr(said, "offset", 0.0)
        own = trust[place.ravel(), source] * self.top[:, None]
        is_read = reads[place.ravel()] & (standard_error > 0)
        off_by = np.where(is_read, np.maximum(standard_error, LEAST_ERROR * self.top), own[:, 0])
        wider = np.where(is_attributed, 1 / np.sqrt(weight[place.ravel()]), 1.0)
        return off_by * wider, own[:, 1]


def statements_of(reports: Ints, skills: Ints) -> Statements:
    """What each of the reports (ids) said about the skill beside it; three queries."""
    wanted, owner = np.unique(reports, return_inverse=True)
    stored = read_columns(
        GapReport.objects.filter(pk__in=among(wanted)).order_by("pk"),
        policy=("policy_id", "i8"),
        as_of=("as_of", "moment"),
        packed=("packed", "bytes"),
    )
    rows, offsets, _is_readable = read_rows(stored["packed"].tolist(), wanted.tolist())
    width = max(int(rows["skill"].max(initial=0)), int(skills.max(initial=0))) + 1
    keys = np.repeat(np.arange(len(wanted)), np.diff(offsets)) * width + rows["skill"]
    asked = owner.ravel() * width + skills
    # Rows of a report are in the order of skills, so all keys ascend.
    at = np.minimum(np.searchsorted(keys, asked), max(len(keys) - 1, 0))
    told = rows[at] if len(rows) else np.zeros(len(asked), dtype=rows.dtype)
    is_there = keys[at] == asked if len(rows) else np.zeros(len(asked), dtype=bool)
    return Statements(
        is_said=is_there & ((told["flags"] & REQUIRED) != 0) & (told["n_evidence"] > 0),
        chance=told["p_meets"].astype(np.float64),
        required=told["required"].astype(np.float64),
        spread=told["sigma"].astype(np.float64),
        as_of=stored["as_of"][owner.ravel()],
        top=_tops(skills),
        _policy=stored["policy"][owner.ravel()],
    )


def _tops(skills: Ints) -> Floats:
    wanted, place = np.unique(skills, return_inverse=True)
    found = read_columns(
        Skill.objects.with_scale_ends().filter(pk__in=among(wanted)).order_by("pk"), top=("top", "f8", 0)
    )
    top: Floats = found["top"][place.ravel()]
    return top
