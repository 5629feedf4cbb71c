"""Which parameters sittings use."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef

from assessments.testing.bank.models import ItemVersion
from assessments.testing.calibration.compute.priors import Parameters, author_prior
from assessments.testing.calibration.models import ItemHealth, ItemParameters

__all__ = ["Parameters", "is_held", "parameters_in_force", "versions_held"]


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


def is_held(version: OuterRef) -> Exists:
    """Whether answers to the version with this id count only after somebody has looked at them, as a column
    of another query."""
    return Exists(ItemHealth.objects.held().filter(version=version))


def versions_held(*, version_ids: Collection[int]) -> set[int]:
    """Those of the versions whose answers count only after somebody has looked at them; one query."""
    held = ItemHealth.objects.held().filter(version__in=version_ids)
    return set(held.values_list("version_id", flat=True))
