from random import Random

import pytest

from benchmarks.guidance_targets import families, later_families, training_families
from benchmarks.guidance_targets.designs import BENCHMARK, TRAINING
from benchmarks.guidance_targets.nodes import KEY
from benchmarks.guidance_targets.pairs import GONE, KINDS, Material, make_pair
from benchmarks.guidance_targets.running import is_met, shares

MATERIAL = Material(families.FAMILIES, BENCHMARK)


def answers(kind, right=0, wrong=0, moved=0):
    counts = {"right": right, "wrong": wrong, "moved": moved}
    return [{"kind": kind, "ours": name} for name, count in counts.items() for _time in range(count)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_pair_is_the_same_each_time_and_its_target_is_once_on_each_page(kind):
    pair = make_pair(7, kind, MATERIAL)
    assert pair == make_pair(7, kind, MATERIAL)
    key = f'{KEY}="{pair["key"]}"'
    assert pair["before"].count(key) == 1
    assert pair["after"].count(key) == (0 if kind == GONE else 1)
    assert pair["before"] != pair["after"]


@pytest.mark.parametrize(
    ("family", "design"),
    [
        (family, design)
        for module, designs in (
            (families, BENCHMARK),
            (training_families, TRAINING),
            (later_families, later_families.DESIGNS),
        )
        for family in module.FAMILIES
        for design in designs
    ],
    ids=lambda value: getattr(value, "name", getattr(value, "__name__", "")),
)
def test_no_two_elements_of_a_page_have_one_key(family, design):
    keys = [element.key for element in family(Random(3), design).walk() if element.key]
    assert len(keys) == len(set(keys)) >= 15


def test_the_weights_saw_no_family_and_no_design_of_the_benchmark():
    used = {*families.FAMILIES, *later_families.FAMILIES}
    assert not used & set(training_families.FAMILIES)
    assert not {design.name for design in TRAINING} & {design.name for design in BENCHMARK}


def test_shares_are_of_all_answers():
    assert shares(answers("wrapper", 3, 1, 4), "ours") == {"right": 0.375, "wrong": 0.125, "moved": 0.5}


def test_the_goal_is_met_by_each_kind_but_for_targets_that_are_gone():
    real = answers("swagger-ui", right=7, moved=3)
    made = answers("wrapper", right=95, moved=5) + answers(GONE, wrong=3, moved=97)
    assert is_met(made, real)
    assert not is_met(made + answers("reorder", right=98, wrong=2), real)
    assert not is_met(made, real + answers("node-red", wrong=1))
    assert not is_met(answers("wrapper", right=89, moved=11), real)
