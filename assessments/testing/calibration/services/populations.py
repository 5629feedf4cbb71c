"""How levels of people in a skill are spread, as far as nothing else is known of them."""

from assessments.frameworks.models import Skill
from assessments.frameworks.reports import scale_tops
from assessments.testing.calibration.models import Calibration
from assessments.testing.compute.expectation import Population

SPREADS_A_SCALE = 4
"""People differ by a quarter of a scale, as gap policies expect of them."""
TRUST = 20.0
"""How many people's worth this expectation is."""


def expected_population(skill: Skill) -> Population:
    """Before anything is known: the middle of the scale, to be found with the items. One query."""
    top = scale_tops([skill.framework_id])[skill.framework_id]
    return Population(top / 2, max(top, 1) / SPREADS_A_SCALE, is_estimated=True, people=TRUST)


def known_population(skill: Skill) -> Population:
    """As the last calibration found it, or what is expected before there is one; two queries at most."""
    last = Calibration.objects.done().filter(skill=skill).order_by("-number").first()
    found = last.report.get("population", {}) if last else {}
    mean, sd = found.get("mean"), found.get("sd")
    if isinstance(mean, int | float) and isinstance(sd, int | float) and sd > 0:
        return Population(float(mean), float(sd))
    expected = expected_population(skill)
    return Population(expected.mean, expected.sd)
