"""How ready people are, in words, at the edges."""

import pytest

from assessments.gaps.reports.wording import (
    CriticalCounts,
    ReadyShare,
    SkillCounts,
    Word,
    conflict_in_words,
    critical_in_words,
    in_words,
    likely_in_words,
    of_people_in_words,
    readiness_in_words,
    skills_in_short,
    skills_in_words,
    some_of_in_words,
)


@pytest.mark.parametrize(
    ("counts", "said", "short"),
    [
        ((0, 0, 0, 0), "No role, so no skill is needed.", ""),
        ((9, 0, 0, 0), "0 of 9 skills assessed", "0 of 9 assessed"),
        ((1, 0, 0, 0), "0 of 1 skill assessed", "0 of 1 assessed"),
        ((1, 1, 0, 0), "1 of 1 skill met", "1 of 1 met"),
        ((9, 9, 0, 0), "9 of 9 skills met", "9 of 9 met"),
        ((9, 0, 0, 1), "0 of 9 skills met · 1 needs assessment · 8 not assessed", "0 of 9 met"),
        ((10, 3, 1, 0), "3 of 10 skills met · 1 gap · 6 not assessed", "3 of 10 met"),
        ((9, 3, 2, 4), "3 of 9 skills met · 2 gaps · 4 need assessment", "3 of 9 met"),
    ],
)
def test_skills_are_counted_and_what_nobody_assessed_is_said(counts, said, short):
    assert skills_in_words(SkillCounts(*counts)) == said
    assert skills_in_short(SkillCounts(*counts)) == short


@pytest.mark.parametrize(
    ("ready", "said"),
    [
        (None, ""),
        ((0.724, 0.68, 0.76, 1.0), "72% (68–76) ready"),
        ((0.724, 0.68, 0.76, 0.6), "72% (68–76) ready in what is known, 60% of the role"),
        ((0.5, 0.2, 0.8, 0.001), "50% (20–80) ready in what is known, 1% of the role"),
    ],
)
def test_a_percentage_is_of_what_is_known(ready, said):
    assert readiness_in_words(ready and ReadyShare(*ready)) == said


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ((0, 0, 0, 0, None), ""),
        ((3, 0, 0, 0, None), "0 of 3 critical skills assessed"),
        ((1, 0, 0, 0, None), "0 of 1 critical skill assessed"),
        ((3, 3, 0, 3, 0.784), "all critical skills met, chance of all 78%"),
        ((1, 1, 0, 1, 0.9), "all critical skills met"),
        ((3, 1, 2, 3, 0.01), "gap in 2 of 3 critical skills"),
        ((3, 2, 0, 2, None), "2 of 3 critical skills met"),
        ((3, 0, 0, 3, 0.0001), "0 of 3 critical skills met, chance of all 1%"),
    ],
)
def test_critical_skills_are_all_met_only_where_each_is(counts, said):
    assert critical_in_words(CriticalCounts(*counts)) == said


def test_numbers_of_people_have_their_base():
    assert likely_in_words(None, 0) == ""
    assert likely_in_words((24, 33), 60) == "likely 24\u2060–\u206033 of the 60 assessed"
    assert likely_in_words((1, 1), 1) == "likely 1 of the 1 assessed"
    assert [of_people_in_words(number) for number in (0, 1, 79)] == [
        "no skill is critical",
        "of 1 person",
        "of 79 people",
    ]
    assert [some_of_in_words(21, 79), some_of_in_words(None, 79), some_of_in_words(0, 0)] == [
        "21 of 79",
        "–",
        "–",
    ]


def test_a_conflict_names_the_voices_that_are_furthest_apart():
    marta, test, own = (
        Word("Marta", is_test=False, is_reader=False, level=0),
        Word("", is_test=True, is_reader=False, level=4),
        Word("Abena", is_test=False, is_reader=True, level=2),
    )
    somebody = Word("", is_test=False, is_reader=False, level=4)
    assert conflict_in_words([test, own, marta]) == "Marta says 0, the test says 4."
    assert conflict_in_words([own, test]) == "You say 2, the test says 4."
    assert conflict_in_words([marta, somebody]) == "Marta says 0, somebody says 4."
    assert conflict_in_words([]) == "The newest ratings differ by two levels or more."


def test_what_is_not_there_takes_no_place_in_a_line():
    assert in_words("3 of 9 skills met", "", "all critical skills met") == (
        "3 of 9 skills met · all critical skills met"
    )
