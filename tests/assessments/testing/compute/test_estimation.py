"""Parameters from answers: published calibrations, brute force, and items whose parameters are known."""

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.stats import norm

from assessments.testing.compute.estimation import fit
from assessments.testing.compute.expectation import Population, expect, points_for
from assessments.testing.compute.items import ItemInputError, Items, probabilities
from assessments.testing.compute.maximisation import (
    derivatives,
    items_of,
    log_prior_of,
    maximise,
    objective,
    prior_scores,
    vector_of,
)
from assessments.testing.compute.priors import ItemPriors, priors_of_authors
from assessments.testing.compute.responses import MISSING, Responses
from tests.assessments.testing.compute.published import (
    MIXED,
    drawn_scores,
    expected,
    patterns,
    some_items,
    table,
)


def intercepts(items: Items) -> np.ndarray:
    """d of the form a·θ + d."""
    return -items.slope[:, None] * items.threshold


class TestPublished:
    def test_lsat7(self):
        found, said = fit(patterns("LSAT7_patterns.csv")), expected("LSAT7_2PL")
        assert found.has_converged
        assert found.log_likelihood == pytest.approx(-2658.805, abs=1e-3)
        assert found.aic == pytest.approx(2 * 2658.805 + 20, abs=2e-3)
        assert found.items.slope == pytest.approx(said["a"], abs=1e-2)
        assert intercepts(found.items)[:, 0] == pytest.approx(said["d"], abs=1e-2)

    def test_lsat6_with_its_standard_errors(self):
        found, said = fit(patterns("LSAT6_patterns.csv")), expected("LSAT6_2PL")
        assert found.log_likelihood == pytest.approx(said["logLik"], abs=1e-3)
        assert found.items.slope == pytest.approx(said["a"], abs=1e-3)
        assert found.items.threshold[:, 0] == pytest.approx(said["b"], abs=3e-3)
        assert found.slope_error == pytest.approx(said["a_se"], abs=1e-3)
        assert found.threshold_error[:, 0] == pytest.approx(said["b_se"], abs=2e-3)

    def test_science_by_the_graded_response_model(self):
        found = fit(Responses(table("Science.csv") - 1))
        said = np.array(expected("Science_GRM")["params"])
        assert found.items.slope == pytest.approx(said[:, 0], abs=1e-2)
        assert intercepts(found.items) == pytest.approx(said[:, 1:], abs=1e-2)

    def test_wirs_lies_at_the_top_of_the_likelihood(self):
        answers = Responses(table("WIRS.csv"))
        found = fit(answers, tolerance=1e-6)
        vector = vector_of(found.items).ravel()
        value = marginal(answers, vector, 1)
        for at in range(len(vector)):
            for off in (-1e-2, 1e-2):
                beside = vector.copy()
                beside[at] += off
                assert marginal(answers, beside, 1) < value

    def test_patterns_and_people_one_by_one_are_the_same(self):
        counted = patterns("LSAT7_patterns.csv")
        single = Responses(np.repeat(counted.scores, counted.weight.astype(int), axis=0))
        assert fit(single).items.slope == pytest.approx(fit(counted).items.slope, abs=1e-9)


def marginal(responses: Responses, vector: np.ndarray, top: int) -> float:
    """The log-likelihood by summing over many points, person by person: nothing of the code under test."""
    theta = np.linspace(-8, 8, 1601)
    rows = vector.reshape(-1, 1 + top)
    p = probabilities(Items(np.exp(rows[:, 0]), rows[:, 1:]), theta)
    density = norm.pdf(theta) * (theta[1] - theta[0])
    total = 0.0
    for scores, weight in zip(responses.scores, responses.weight, strict=True):
        own = np.ones_like(theta)
        for item, score in enumerate(scores):
            if score != MISSING:
                own = own * p[item, score]
        total += weight * np.log(own @ density)
    return float(total)


class TestBruteForce:
    def test_the_log_likelihood_is_the_integral(self):
        found = fit(patterns("LSAT6_patterns.csv"))
        by_hand = marginal(patterns("LSAT6_patterns.csv"), vector_of(found.items).ravel(), 1)
        assert found.log_likelihood == pytest.approx(by_hand, abs=1e-6)

    def test_a_general_optimiser_finds_the_same(self):
        items = some_items(3, seed=3)
        scores = drawn_scores(items, np.random.default_rng(4).normal(0, 1, 400), seed=5)
        scores[::7, 0] = MISSING
        answers = Responses(scores).distinct()
        found = fit(answers, tolerance=1e-6)
        start = np.array([[0.0, 0.0]] * 3).ravel()
        best = minimize(lambda at: -marginal(answers, at, 1), start, method="BFGS")
        assert found.log_likelihood == pytest.approx(-best.fun, abs=1e-4)
        assert vector_of(found.items).ravel() == pytest.approx(best.x, abs=2e-2)

    def test_errors_are_those_of_the_curvature(self):
        answers = Responses(drawn_scores(MIXED, np.random.default_rng(1).normal(0, 1, 600), seed=2))
        answers = answers.of_items(np.array([1, 3, 0]))
        found = fit(answers, tolerance=1e-7)
        own = np.isfinite(vector_of(found.items)).ravel()
        vector = vector_of(found.items).ravel()

        def value(change: np.ndarray) -> float:
            moved = vector.copy()
            moved[own] += change
            return marginal(answers.distinct(), moved, 3)

        curvature, step = np.zeros((own.sum(), own.sum())), 2e-3
        unit = np.eye(own.sum()) * step
        for a, one in enumerate(unit):
            for b, other in enumerate(unit[: a + 1]):
                corners = value(one + other) - value(one - other) - value(other - one) + value(-one - other)
                curvature[a, b] = curvature[b, a] = -corners / (4 * step**2)
        errors = np.sqrt(np.diag(np.linalg.inv(curvature)))
        said = np.concatenate(
            [(found.slope_error / found.items.slope)[:, None], found.threshold_error], axis=1
        )
        assert said.ravel()[own] == pytest.approx(errors, rel=2e-3)


class TestDerivatives:
    points = np.linspace(-3, 3, 13)

    def test_of_probabilities(self):
        vector, step = vector_of(MIXED), 1e-6
        found = derivatives(MIXED, self.points)
        for at in range(vector.shape[1]):
            change = np.where(np.isfinite(vector[:, at]), step, 0)
            more, less = vector.copy(), vector.copy()
            more[:, at] += change
            less[:, at] -= change
            difference = probabilities(items_of(more), self.points) - probabilities(
                items_of(less), self.points
            )
            assert found.by[:, at] == pytest.approx(difference / (2 * step), abs=1e-8)

    def test_of_priors(self):
        vector, step = vector_of(MIXED), 1e-6
        priors = priors_of_authors(np.array([1.0, 2, 3, 1]), MIXED.top)
        gradient, _curvature = prior_scores(vector, priors)
        for at in range(vector.shape[1]):
            change = np.where(np.isfinite(vector[:, at]), step, 0)
            more, less = vector.copy(), vector.copy()
            more[:, at] += change
            less[:, at] -= change
            difference = log_prior_of(more, priors) - log_prior_of(less, priors)
            assert gradient[:, at] == pytest.approx(difference / (2 * step), abs=1e-6)

    def test_a_maximisation_never_lowers_what_it_raises(self):
        answers = Responses(drawn_scores(MIXED, np.random.default_rng(1).normal(0, 1, 200), seed=2))
        priors = priors_of_authors(np.array([0.5, 0.5, 0.5, 0.5]), MIXED.top, threshold_sd=2)
        points = points_for(answers, priors.items(), Population())
        counts = expect(answers, priors.items(), points, Population()).counts
        before = objective(vector_of(priors.items()), counts, points, priors)
        after = maximise(priors.items(), counts, points, priors)
        assert (objective(vector_of(after), counts, points, priors) >= before).all()


class TestRecovery:
    def test_parameters_are_found_again_within_their_errors(self):
        items = some_items(20, seed=11)
        found = fit(Responses(drawn_scores(items, np.random.default_rng(12).normal(0, 1, 2_000), seed=13)))
        slopes = (found.items.slope - items.slope) / found.slope_error
        thresholds = (found.items.threshold - items.threshold) / found.threshold_error
        for errors in (slopes, thresholds):
            assert np.abs(errors).max() < 4
            assert np.sqrt((errors**2).mean()) == pytest.approx(1, abs=0.4)

    def test_items_of_mixed_kinds_with_missing_answers(self):
        items = Items(np.tile(MIXED.slope, 4), np.tile(MIXED.threshold, (4, 1)))
        scores = drawn_scores(items, np.random.default_rng(2).normal(0, 1, 3_000), seed=3)
        scores[np.random.default_rng(4).random(scores.shape) < 0.4] = MISSING
        found = fit(Responses(scores))
        there = np.isfinite(items.threshold)
        assert found.items.slope == pytest.approx(items.slope, abs=0.25)
        assert np.abs(found.items.threshold[there] - items.threshold[there]).max() < 0.35
        assert found.items.top.tolist() == items.top.tolist()

    def test_levels_and_spread_of_people_where_authors_say_where_levels_lie(self):
        items = some_items(30, seed=5, centre=2.5, spread=1.2)
        said = np.rint(items.threshold[:, 0] + 0.5)
        scores = drawn_scores(items, np.random.default_rng(6).normal(3.1, 0.9, 1_500), seed=7)
        priors = priors_of_authors(said, items.top)
        found = fit(
            Responses(scores), priors=priors, population=Population(2.5, 1.25, is_estimated=True, people=10)
        )
        assert found.population.mean == pytest.approx(3.1, abs=0.25)
        assert found.population.sd == pytest.approx(0.9, abs=0.15)
        assert np.abs(found.items.threshold - items.threshold).mean() < 0.25

    def test_what_is_known_of_people_puts_the_scale_right_where_all_authors_err(self):
        items = some_items(20, seed=8, centre=2.5)
        theta = np.random.default_rng(9).normal(2.5, 1.2, 600)
        too_high = np.rint(items.threshold[:, 0] + 0.5) + 1
        priors = priors_of_authors(too_high, items.top)
        known = theta + np.random.default_rng(10).normal(0, 0.5, 600)
        answers = drawn_scores(items, theta, seed=11)
        shrunk = (known / 0.25 + 2.5 / 1.44) / (1 / 0.25 + 1 / 1.44)
        with_others = fit(
            Responses(answers, mean=shrunk, sd=np.full(600, (1 / 0.25 + 1 / 1.44) ** -0.5)), priors=priors
        )
        alone = fit(Responses(answers), priors=priors, population=Population(2.5, 1.2, is_estimated=True))
        off = [(one.items.threshold - items.threshold).mean() for one in (with_others, alone)]
        assert abs(off[0]) < 0.15 < off[1]


class TestPriors:
    def test_without_answers_an_item_stays_as_its_author_said(self):
        priors = priors_of_authors(np.array([2.0, 3.0]), np.array([1, 2]))
        answers = Responses(np.array([[1, MISSING]] * 5 + [[0, MISSING]] * 5))
        found = fit(answers, priors=priors, population=Population(1.5, 1.2))
        assert found.items.threshold[1] == pytest.approx([2.0, 3.0], abs=0.02)
        assert found.threshold_error[1] == pytest.approx([1, 1], rel=0.05)
        assert found.items.threshold[0, 0] == pytest.approx(1.5, abs=0.1)

    def test_an_item_that_all_have_right_stays_finite(self):
        priors = priors_of_authors(np.array([2.0, 2.0]), np.array([1, 1]))
        found = fit(
            Responses(np.array([[1, 1]] * 30 + [[1, 0]] * 30)), priors=priors, population=Population(2.5, 1.2)
        )
        assert found.items.threshold[0, 0] < 1.5
        assert found.threshold_error[0, 0] < 1
        assert found.has_converged

    def test_a_score_that_nobody_has_keeps_its_place_between_its_neighbours(self):
        priors = priors_of_authors(np.array([3.0]), np.array([3]))
        found = fit(
            Responses(np.array([[0]] * 20 + [[1]] * 20 + [[3]] * 20)),
            priors=priors,
            population=Population(2.5, 1.2),
        )
        assert (np.diff(found.items.threshold[0]) > 0).all()
        assert np.isfinite(found.threshold_error).all()

    def test_more_answers_move_an_item_further_from_its_author(self):
        priors = priors_of_authors(np.array([4.0]), np.array([1]))
        moved = []
        for people in (5, 20, 80, 320):
            answers = Responses(np.array([[1]] * (4 * people) + [[0]] * people))
            found = fit(answers, priors=priors, population=Population(2.5, 1.2))
            moved.append(found.items.threshold[0, 0])
        assert moved == sorted(moved, reverse=True)
        assert moved[0] > moved[-1] + 0.3

    def test_the_prior_mode_of_a_slope_is_that_of_its_logarithm(self):
        priors = ItemPriors(np.log([0.7]), np.array([0.5]), np.array([[1.0]]), np.array([[1.0]]))
        gradient, _ = prior_scores(vector_of(priors.items()), priors)
        assert gradient == pytest.approx(0)


@pytest.mark.parametrize(
    ("scores", "code"),
    [
        ([[1, 0], [1, 1]], "scores-missing"),
        ([[MISSING, 0], [MISSING, 1]], "scores-missing"),
        ([[0, 0], [2, 1]], "scores-missing"),
        ([[MISSING, MISSING]], "no-answers"),
    ],
)
def test_what_cannot_be_estimated_without_priors_is_refused(scores, code):
    with pytest.raises(ItemInputError) as refused:
        fit(Responses(np.array(scores)))
    assert refused.value.code == code


def test_a_population_is_not_estimated_where_nothing_says_where_levels_lie():
    with pytest.raises(ItemInputError) as refused:
        fit(Responses(np.array([[0, 1], [1, 0]])), population=Population(is_estimated=True))
    assert refused.value.code == "metric"


def test_a_score_above_the_highest_is_refused():
    priors = priors_of_authors(np.array([1.0]), np.array([1]))
    with pytest.raises(ItemInputError, match="score of 2, above its highest, 1"):
        fit(Responses(np.array([[2], [0]])), priors=priors)


class TestPopulation:
    """Authors put the items .6 below where they are; only what is given of people says where levels lie."""

    TRUE = Items.of([(1.2, 1 + k / 2) for k in range(6)])

    def _fit(self, people: float):
        levels = np.random.default_rng(1).normal(2.5, 1.2, 300)
        responses = Responses(drawn_scores(self.TRUE, levels, seed=2))
        authors = priors_of_authors(self.TRUE.threshold[:, 0] + 0.5 - 0.6, self.TRUE.top)
        given = Population(2.5, 1.25, is_estimated=True, people=people)
        return fit(responses, priors=authors, population=given)

    def test_the_more_people_it_is_worth_the_nearer_it_stays_to_what_was_given(self):
        off = [abs(self._fit(people).population.mean - 2.5) for people in (0, 20, 200, 2_000)]
        assert off == sorted(off, reverse=True)
        assert off[0] > 0.4
        assert off[-1] < 0.02

    def test_items_follow_it_to_where_they_are(self):
        off = [np.abs(self._fit(people).items.threshold - self.TRUE.threshold).mean() for people in (0, 200)]
        assert off[1] < 0.25 < off[0]
