"""Which parameters sittings use."""

from collections.abc import Collection

from assessments.testing.bank.models import ItemVersion
from assessments.testing.calibration.compute.priors import Parameters, author_prior
from assessments.testing.calibration.models import ItemParameters

__all__ = ["Parameters", "parameters_in_force"]


def parameters_in_force(*, version_ids: Collection[int]) -> dict[int, Parameters]:
    """The parameters of each version: of the newest calibration that had it, else by its author's level.

    Two queries, however many.
    """
    rows = ItemParameters.objects.in_force().filter(version__in=version_ids)
    calibrated = {
        row.version_id: Parameters(row.slope, tuple(row.thresholds), row.answers, row.calibration_id)
        for row in rows
    }
    others = ItemVersion.objects.filter(pk__in=set(version_ids) - calibrated.keys())
    told = others.values_list("pk", "level", "highest_score")
    return calibrated | {pk: author_prior(level=level, highest_score=top) for pk, level, top in told}
