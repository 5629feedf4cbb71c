"""A catalogue is checked before anything is planned from it."""

import pytest

from content.planning.compute import PlanInputError, PlanPolicy, prepare
from content.planning.compute.catalogue import members, still_needed
from tests.content.planning.compute.worlds import Module, catalogue_of


def refusal(modules):
    with pytest.raises(PlanInputError) as refused:
        prepare(catalogue_of(modules))
    return refused.value


def test_a_circle_of_prerequisites_is_named_with_its_path():
    refused = refusal([Module(1, 5, (), (3,)), Module(2, 5, (), (1,)), Module(3, 5, (), (2,))])
    assert refused.code == "prerequisite-circle"
    assert refused.parameters["path"] == "1 requires 3 requires 2 requires 1"


@pytest.mark.parametrize(
    ("code", "modules"),
    [
        ("module-twice", [Module(1, 5), Module(1, 6)]),
        ("module-minutes", [Module(1, 0)]),
        ("effect-level", [Module(1, 5, ((7, 2, 2),))]),
        ("effect-level", [Module(1, 5, ((7, 2, float("inf")),))]),
        ("effect-twice", [Module(1, 5, ((7, 1, 2), (7, 2, 3)))]),
    ],
)
def test_what_makes_no_sense_is_refused(code, modules):
    assert refusal(modules).code == code


def test_effects_and_prerequisites_of_unknown_modules_are_refused():
    known = catalogue_of([Module(1, 5, ((7, 1, 2),))])
    stray = catalogue_of([Module(2, 5, ((7, 1, 2),), (1,))])
    columns = {
        name: getattr(stray, name) for name in ("effect_module", "effect_skill", "effect_from", "effect_to")
    }
    with pytest.raises(PlanInputError, match="Effect of module 2 on skill 7"):
        prepare(type(known)(module=[1], minutes=[5], requiring_module=[], prerequisite_module=[], **columns))
    with pytest.raises(PlanInputError, match="Module 2 has a prerequisite"):
        prepare(
            type(known)(
                module=[1],
                minutes=[5],
                effect_module=[],
                effect_skill=[],
                effect_from=[],
                effect_to=[],
                requiring_module=[2],
                prerequisite_module=[1],
            )
        )


def test_columns_of_one_table_have_one_length():
    with pytest.raises(PlanInputError, match=r"Catalogue\.minutes has shape \(1,\), but 2 rows"):
        type(catalogue_of([]))([1, 2], [5], [], [], [], [], [], [])


def test_what_is_needed_stops_at_what_is_done():
    prepared = prepare(
        catalogue_of([Module(1, 5), Module(2, 5, (), (1,)), Module(3, 5, (), (2,)), Module(4, 5, (), (1, 3))])
    )
    at = prepared.position
    assert list(members(still_needed(prepared, at[4], 0))) == [at[1], at[2], at[3], at[4]]
    assert list(members(still_needed(prepared, at[3], 1 << at[2]))) == [at[3]]
    assert list(members(still_needed(prepared, at[4], 1 << at[2]))) == [at[1], at[3], at[4]]
    assert still_needed(prepared, at[4], 1 << at[4]) == 0


def test_typical_minutes_of_a_level_are_the_median_of_the_material():
    modules = [Module(1, 4, ((7, 0, 2),)), Module(2, 5, ((7, 1, 2),)), Module(3, 9, ((7, 2, 3), (8, 0, 1)))]
    prepared = prepare(catalogue_of(modules))
    assert prepared.minutes_a_level == pytest.approx({7: 5, 8: 9})
    assert prepared.typical_minutes == pytest.approx(7)


@pytest.mark.parametrize(
    "values", [{"critical_factor": 0.5}, {"check_minutes": 0}, {"level_tolerance": float("nan")}]
)
def test_a_policy_off_its_range_is_refused_by_name(values):
    with pytest.raises(PlanInputError, match=f"Policy, {next(iter(values))}"):
        PlanPolicy(**values)
