"""The worlds are what they say, and who knows them knows as much as can be known."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.special import ndtr

from assessments.evidence.choices import Source
from benchmarks.knowing_posterior import Sampler, knowing_posterior
from benchmarks.measurement_truth import figures, lifow
from benchmarks.rated_worlds import WORLDS, Company, companies, errors, expected


def made(name: str, count: int = 2, seed: int = 3) -> Company:
    return companies(WORLDS[name], count=count, people=16, skills=6, seed=seed)


@pytest.mark.parametrize("name", WORLDS)
def test_the_same_seed_makes_the_same_company_and_levels_are_on_the_scale(name):
    one, other = made(name), made(name)
    assert (one.truth == other.truth).all()
    assert (one.level == other.level).all()
    assert set(np.unique(one.level)) <= set(range(one.world.top + 1))
    assert not (made(name, seed=4).truth == one.truth).any()


def test_raters_are_who_the_source_says():
    company = made("b biased")
    oneself = company.source == Source.SELF
    first = company.person < 16
    assert (company.rater[first & oneself] == company.person[first & oneself]).all()
    peers = first & (company.source == Source.PEER)
    assert (company.rater[peers] != company.person[peers]).all()
    assert (company.rater[peers] // 8 == company.person[peers] // 8).all()


def test_copied_words_are_the_managers():
    world = WORLDS["e copied"]
    shares = []
    for name in ("b biased", "e copied"):
        company = companies(WORLDS[name], count=20, people=16, skills=6, seed=3)
        cell = company.person * 6 + company.skill
        words = np.full(company.truth.size, np.nan)
        managers = company.source == Source.MANAGER
        words[cell[managers]] = company.level[managers]
        both = (company.source == Source.PEER) & ~np.isnan(words[cell])
        shares.append(np.mean(company.level[both] == words[cell][both]))
    alone, copied = shares
    assert copied == pytest.approx(world.copying + (1 - world.copying) * alone, abs=0.05)


def test_denser_worlds_have_as_many_more_pieces():
    world = WORLDS["b biased"]
    numbers = [
        len(companies(world.denser(factor), count=20, people=16, skills=6, seed=1).person)
        for factor in (0.5, 1.0, 2.0)
    ]
    assert numbers[1] / numbers[0] == pytest.approx(2, rel=0.1)
    assert numbers[2] / numbers[1] == pytest.approx(2, rel=0.1)


@pytest.mark.parametrize("top", [1, 3, 9])
def test_on_another_scale_a_world_is_the_same_in_shares_of_it(top):
    world = WORLDS["g ends"].on_scale(top)
    assert (world.top, set(world.required)) == (top, {1, top})
    manager, here = WORLDS["g ends"].voices[Source.MANAGER], world.voices[Source.MANAGER]
    assert (here.pieces, here.sd / top) == (manager.pieces, pytest.approx(manager.sd / 5))
    company = companies(world, count=2, people=16, skills=6, seed=3)
    assert set(np.unique(company.level)) == set(range(top + 1))
    assert np.isfinite(figures(company, lifow(company)).brier)


def test_who_knows_takes_each_company_by_itself():
    # Two that require the same of everybody: nothing but their number tells them apart.
    company = companies(WORLDS["b biased"].on_scale(1), count=2, people=16, skills=6, seed=3)
    assert len(np.unique(company.required)) == 1
    sampler = Sampler(company, with_raters=False, rng=np.random.default_rng(0))
    of_skill = sampler.of_skill.reshape(2, 16, 6)
    assert not np.intersect1d(of_skill[0], of_skill[1]).size
    assert (of_skill == of_skill[:, :1]).all()


def test_where_cells_have_nothing_in_common_the_posterior_is_the_one_on_a_grid():
    worlds = replace(WORLDS["a own"], people=0)
    company = companies(worlds, count=2, people=16, skills=6, seed=3)
    world, cells = company.world, company.truth.size
    offset, sd = errors(world, company.source)
    grid = np.linspace(-4, 9, 1301)
    low = np.where(company.level <= 0, -np.inf, company.level - 0.5)[:, None]
    high = np.where(company.level >= world.top, np.inf, company.level + 0.5)[:, None]
    centre, spread = grid + offset[:, None], sd[:, None]
    told = np.log(ndtr((high - centre) / spread) - ndtr((low - centre) / spread) + 1e-300)
    centres = expected(world, company.required.ravel())[:, None]
    log = -0.5 * ((grid - centres) / world.within) ** 2
    assert log.shape[0] == cells
    np.add.at(log, company.person * 6 + company.skill, told)
    share = np.exp(log - log.max(axis=1, keepdims=True))
    share /= share.sum(axis=1, keepdims=True)
    known = knowing_posterior(company, with_raters=False, rounds=2500, burn_in=100)
    assert known.mean.ravel() == pytest.approx(share @ grid, abs=0.06)
    assert known.sd.ravel() == pytest.approx(np.sqrt(share @ grid**2 - (share @ grid) ** 2), abs=0.05)


@pytest.mark.parametrize("name", ["b biased", "f careless"])
def test_who_knows_is_right_as_often_as_they_say_and_nearer_than_a_report(name):
    company = made(name, count=10)
    known = figures(company, knowing_posterior(company, with_raters=True, rounds=250, burn_in=80))
    assert known.coverage == pytest.approx(0.8, abs=0.05)
    assert known.brier < figures(company, lifow(company)).brier
