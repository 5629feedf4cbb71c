"""What one voice says of several skills that became one: against a walk through its words one by one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.gaps.compute.columns import NO_EXPIRY, EvidenceColumns
from assessments.gaps.compute.merged import merged_levels
from assessments.gaps.compute.policy import GapPolicy
from assessments.gaps.compute.words import split_months

WORDS = st.lists(
    st.tuples(
        st.integers(0, 1),  # person
        st.sampled_from([10, 20]),  # skill that counts it
        st.integers(0, 4),  # level
        st.sampled_from([1, 2, 4]),  # source
        st.sampled_from([0, 7]),  # rater
        st.integers(100, 105),  # day
        st.sampled_from([102, NO_EXPIRY]),  # last valid day
        st.integers(1, 3),  # origin
        st.booleans(),  # of the whole
    ),
    max_size=12,
)


def columns(words) -> EvidenceColumns:
    return EvidenceColumns.of(
        (number, person, skill, level, source, rater, day, until)
        for number, (person, skill, level, source, rater, day, until, *_) in enumerate(words, start=1)
    )


@given(WORDS)
def test_each_word_has_the_mean_of_what_its_voice_had_said_by_then(words):
    as_of = 104
    origin, whole = np.array([one[7] for one in words]), np.array([one[8] for one in words], dtype=bool)
    found = merged_levels(columns(words), origin, whole, as_of)[0].tolist()
    said: dict[tuple, dict[int, int]] = {}
    for number in sorted(range(len(words)), key=lambda number: (words[number][5], number)):
        person, skill, level, source, rater, _day, until, of, is_whole = words[number]
        if is_whole or until < as_of:
            assert found[number] == level
            continue
        voice = -source if rater == 0 or source == 4 else rater
        latest = said.setdefault((person, skill, voice), {})
        latest[of] = level
        assert found[number] == pytest.approx(sum(latest.values()) / len(latest), abs=0.006)


def errors(*tests: tuple[int, float, int, float]) -> list[float]:
    """Errors of tests (day, level, origin, error) of skills that became one, by one person."""
    evidence = EvidenceColumns.of(
        (number, 0, 10, level, 4, 0, day, NO_EXPIRY, 0, False, error)
        for number, (day, level, _origin, error) in enumerate(tests, start=1)
    )
    origin = np.array([one[2] for one in tests])
    return merged_levels(evidence, origin, np.zeros(len(tests), dtype=bool), 200)[1].tolist()


def test_the_mean_of_tests_errs_by_the_mean_of_their_errors_in_squares():
    assert errors((100, 4, 1, 0.3), (101, 2, 2, 0.4))[1] == pytest.approx(0.25)
    assert errors((100, 4, 1, 0.3), (101, 2, 1, 0.6)) == [0.6, 0.6]


def test_a_test_of_one_of_the_skills_is_no_surer_than_the_newest_of_them_all():
    assert errors((100, 4, 1, 0.3), (101, 2, 2, 0.9)) == [0.47, 0.47]


def test_beside_a_test_that_says_no_error_none_is_said():
    assert errors((100, 4, 1, 0.3), (101, 2, 2, 0.0)) == [0, 0]


def test_a_part_is_as_much_older_as_levels_drift_apart():
    months = split_months(GapPolicy())
    assert months[:2].tolist() == [0, 0]
    # 12 · 0.19² · ½ / 0.1² = 21.66, and without the ½ 43.32.
    assert (months[2], months[255]) == (22, 43)
    assert not split_months(GapPolicy(drift=0.0)).any()
