"""Parameters of a skill's items from the answers of two years, on the scale of the calibration before."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from assessments.frameworks.models import Skill
from assessments.frameworks.reports import scale_tops
from assessments.testing.bank.models import ItemVersion
from assessments.testing.calibration.compute.health import LEAST, against_level, without_items
from assessments.testing.calibration.compute.priors import ANSWERS_CALIBRATED
from assessments.testing.calibration.compute.table import AnswerTable, table_of
from assessments.testing.calibration.models import Calibration, ItemParameters
from assessments.testing.calibration.selectors import SkillAnswers, people_by_version, skill_answers
from assessments.testing.compute.estimation import Fit, fit
from assessments.testing.compute.expectation import Population
from assessments.testing.compute.items import Bools, Floats, Ints, Items
from assessments.testing.compute.linking import Link, linked
from assessments.testing.compute.priors import THRESHOLD_SD, ItemPriors, priors_of_authors
from assessments.testing.compute.responses import MISSING, Responses

SPREADS_A_SCALE = 4
"""People differ by a quarter of a scale, as gap policies expect of them."""
TRUST = 5.0
"""How many people’s worth this expectation is: it keeps a spread that few tell from shrinking to nothing."""
LEAST_LINKING = 3
UNLINKED = Link(1.0, 0.0)


@dataclass(frozen=True, slots=True)
class Estimate:
    """What the answers to a skill's items say now; one entry a column of the table.

    versions    by column
    counts      answers
    fit         as the answers, priors and other evidence have it, not linked yet
    is_against  which items are answered the worse the more people know: they say nothing of the others
    link        onto the scale of the calibration before; `is_linking` are the items over which it is known
    before      the middle of the thresholds in it, NaN where it had none
    """

    answers: SkillAnswers
    table: AnswerTable
    versions: Sequence[ItemVersion]
    counts: Ints
    fit: Fit
    is_against: Bools
    link: Link
    is_linking: Bools
    before: Floats

    @property
    def has_link(self) -> bool:
        """Whether enough items are in both."""
        return bool(self.is_linking.any())

    @property
    def shift(self) -> float:
        """By how many levels the link moves the middle of the people who answered."""
        mean = self.fit.population.mean
        return self.link.slope * mean + self.link.shift - mean

    def unlinked(self) -> "Estimate":
        """The same with everything left where it is."""
        return replace(self, link=UNLINKED)

    @property
    def items(self) -> Items:
        """The parameters, linked."""
        return self.link.of(self.fit.items)

    @property
    def population(self) -> Population:
        """How the levels of the people who answered are spread, linked."""
        found = self.fit.population
        return Population(self.link.slope * found.mean + self.link.shift, self.link.slope * found.sd)


def estimate(*, skill: Skill, as_of: datetime) -> Estimate | None:
    """From the answers up to a moment; None where no version has answers of five people. Five queries.

    Versions that fewer have answered stay with their author: where such an item lies would tell what
    somebody answered.
    """
    answers = skill_answers(skill=skill, as_of=as_of)
    enough = [pk for pk, people in people_by_version(answers).items() if people >= LEAST]
    answers = answers.take(np.isin(answers.version, enough))
    if not len(answers):
        return None
    table = table_of(answers.version, answers.person, answers.month, answers.score, answers.mean, answers.sd)
    known = ItemVersion.objects.select_related("item").in_bulk(table.columns.tolist())
    versions = [known[pk] for pk in table.columns.tolist()]
    fitted, is_against = _fit(table.responses, _priors(versions), _expected_population(skill))
    counts = (table.responses.scores != MISSING).sum(axis=0)
    told = np.where(is_against, 0, counts)
    link, is_linking, before = _link(skill, table.columns, told, fitted)
    return Estimate(answers, table, versions, counts, fitted, is_against, link, is_linking, before)


def _fit(responses: Responses, priors: ItemPriors, population: Population) -> tuple[Fit, Bools]:
    """All items, and which are against the level: the others are found without them."""
    first = fit(responses, priors=priors, population=population)
    is_against = against_level(first.items, responses, first.population)
    if not is_against.any() or is_against.all():
        return first, is_against & ~is_against.all()
    second = fit(without_items(responses, is_against), priors=priors, population=population)
    column = is_against[:, None]
    items = Items(
        np.where(is_against, first.items.slope, second.items.slope),
        np.where(column, first.items.threshold, second.items.threshold),
    )
    slope_error = np.where(is_against, first.slope_error, second.slope_error)
    threshold_error = np.where(column, first.threshold_error, second.threshold_error)
    return replace(second, items=items, slope_error=slope_error, threshold_error=threshold_error), is_against


def _priors(versions: Sequence[ItemVersion]) -> ItemPriors:
    levels = np.array([one.level for one in versions], dtype=np.float64)
    return priors_of_authors(levels, np.array([one.highest_score for one in versions], dtype=np.int64))


def _expected_population(skill: Skill) -> Population:
    """Before anything is known: the middle of the scale, to be found with the items."""
    top = max(scale_tops([skill.framework_id])[skill.framework_id], 1)
    return Population(top / 2, top / SPREADS_A_SCALE, is_estimated=True, people=TRUST)


def _link(skill: Skill, columns: Ints, counts: Ints, fitted: Fit) -> tuple[Link, Bools, Floats]:
    """The link over items that enough people had answered then and now; others are where authors put them."""
    last = Calibration.objects.done().filter(skill=skill).order_by("-number").first()
    rows = last.parameters.filter(version__in=columns.tolist()) if last else ItemParameters.objects.none()
    known = {row.version_id: row for row in rows}
    before = np.full(len(columns), np.nan)
    common = np.zeros(len(columns), dtype=bool)
    for column, version_id in enumerate(columns.tolist()):
        row = known.get(version_id)
        if row is not None:
            before[column] = float(np.mean(row.thresholds))
            common[column] = row.answers >= ANSWERS_CALIBRATED <= counts[column]
    if last is None or common.sum() < LEAST_LINKING:
        return UNLINKED, np.zeros(len(columns), dtype=bool), before
    there = [known[pk] for pk in columns[common].tolist()]
    old = Items.of([(row.slope, row.thresholds) for row in there])
    new = fitted.items.take(common)
    width = old.threshold.shape[1]
    errors = fitted.threshold_error[common][:, :width]
    new = Items(new.slope, new.threshold[:, :width])
    link, moved = linked(new, old, errors, _errors(there, width), _population(last, fitted))
    is_linking = common.copy()
    is_linking[common] = ~moved.has_drifted
    return link, is_linking, before


def _errors(rows: Sequence[ItemParameters], width: int) -> Floats:
    """Standard errors of thresholds as they were kept; as wide as an author's where none is known."""
    found = np.full((len(rows), width), np.inf)
    for place, row in enumerate(rows):
        kept = [*row.threshold_ses, *[None] * len(row.thresholds)][: len(row.thresholds)]
        found[place, : len(kept)] = [THRESHOLD_SD if one is None else one for one in kept]
    return found


def _population(last: Calibration, fitted: Fit) -> Population:
    """Of the calibration before; of this one where it kept none."""
    found = last.report.get("population", {})
    mean, sd = found.get("mean"), found.get("sd")
    if isinstance(mean, int | float) and isinstance(sd, int | float) and sd > 0:
        return Population(float(mean), float(sd))
    return Population(fitted.population.mean, fitted.population.sd)
