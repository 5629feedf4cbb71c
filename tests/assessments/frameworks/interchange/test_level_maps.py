"""How old levels are said to read on new ones, and when that has to be said."""

from decimal import Decimal

import pytest

from assessments.frameworks.interchange.document import LevelDoc
from assessments.frameworks.interchange.faults import FrameworkError
from assessments.frameworks.interchange.level_maps import (
    SAME_MEANING,
    LevelMapping,
    map_faults,
    means_another_thing,
    read_level_map,
)


def levels(*names: str, texts: tuple[str, ...] = ()) -> list[LevelDoc]:
    told = texts or ("",) * len(names)
    return [
        LevelDoc(value, name, text) for value, (name, text) in enumerate(zip(names, told, strict=True), 1)
    ]


STEPS = levels("Follows", "Works", "Leads")


@pytest.mark.parametrize(
    "after",
    [
        levels("Leads", "Works", "Follows"),
        levels("Follows", "Works", "Masters"),
        levels("Follows", "Works", "Leads", "Shapes"),
        levels("Follows", "Works"),
        [LevelDoc(0, "Follows"), LevelDoc(1, "Works"), LevelDoc(2, "Leads")],
    ],
)
def test_other_names_places_or_counts_may_mean_another_thing(after):
    assert means_another_thing(STEPS, after)


def test_words_that_go_to_another_level_mean_another_thing():
    before = levels("One", "Two", texts=("Is helped.", "Helps others."))
    assert means_another_thing(before, levels("One", "Two", texts=("Helps others.", "Is helped.")))
    assert not means_another_thing(before, levels("One", "Two", texts=("Is helped.", "Helps everybody.")))


@pytest.mark.parametrize(
    "after", [STEPS, levels("follows", "WORKS ", "Leads"), levels("Follows", "Works", "Ｌeads")]
)
def test_capital_letters_and_spaces_mean_nothing(after):
    assert not means_another_thing(STEPS, after)


def test_two_levels_of_the_same_words_have_not_changed_places():
    twins = levels("One", "Two", texts=("As its skills say.", "As its skills say."))
    assert not means_another_thing(twins, twins)


@pytest.mark.parametrize(
    "text", ["1=3,2=2,3=1", " 1 = 3 ; 2 -> 2\n3 → 1 ", "1=>3 2=2 3=1", "3=1, 1=3, 2=2, 2=2"]
)
def test_a_map_is_read_in_whatever_form(text):
    assert read_level_map(text).levels == {1: 3, 2: 2, 3: 1}


def test_a_level_may_read_between_two_new_ones():
    assert read_level_map("2=2.5").levels == {Decimal(2): Decimal("2.50")}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *((text, "map_form") for text in ("", "1=", "1", "one=3", "1=2=3", "1=-1")),
        ("1=2, 1=3", "map_twice"),
    ],
)
def test_what_is_no_map_is_said(text, code):
    with pytest.raises(FrameworkError) as error:
        read_level_map(text)
    assert error.value.faults[0].code == code


@pytest.mark.parametrize(
    ("mapping", "codes"),
    [
        (read_level_map("1=3 2=2 3=1"), []),
        (read_level_map("0=1 1=3 2=2 3=1"), []),
        (SAME_MEANING, []),
        (read_level_map("1=3 2=2"), ["map_misses"]),
        (read_level_map("1=3 2=2 3=1 4=1"), ["map_unknown"]),
        (read_level_map("1=3 2=2 3=4"), ["outside_scale"]),
    ],
)
def test_a_map_names_each_old_level_and_stays_on_the_scale(mapping, codes):
    assert [fault.code for fault in map_faults(mapping, STEPS, STEPS[::-1])] == codes


def test_nothing_stays_nothing_unless_it_is_mapped():
    assert LevelMapping(levels={Decimal(1): Decimal(2)}).pairs == [(0, 0), (1, 2)]
    assert read_level_map("0=1 1=2").pairs == [(0, 1), (1, 2)]
    assert SAME_MEANING.pairs == []
