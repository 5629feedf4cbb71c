"""What passages mean beside what they say: only what one may see is looked at, and all of it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from lifow.base.passages.compute.meaning import (
    NO_VECTOR,
    ROWS_AT_ONCE,
    Vectors,
    blended,
    cosines,
    is_certain,
    placed,
)

LENGTH = 8


def unit_rows(count: int, seed: int = 1) -> np.ndarray:
    rows = np.random.default_rng(seed).standard_normal((count, LENGTH), dtype=np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@given(st.data())
def test_cosines_are_those_of_each_row_by_itself(data):
    count = data.draw(st.integers(1, 3 * ROWS_AT_ONCE))
    random = np.random.default_rng(data.draw(st.integers(0, 9)))
    allowed = random.random(count) < data.draw(st.sampled_from([0.0, 0.1, 0.9, 1.0]))
    passage_pk = random.permutation(10 * count)[:count]
    known = np.sort(passage_pk[random.random(count) < 0.8])
    matrix, search = unit_rows(len(known)), unit_rows(1, seed=2)[0]
    found = cosines([placed(Vectors(known, matrix), passage_pk)], allowed, search)
    row = {pk: at for at, pk in enumerate(known.tolist())}
    wanted = [
        float(matrix[row[pk]] @ search) if may and pk in row else NO_VECTOR
        for pk, may in zip(passage_pk.tolist(), allowed, strict=True)
    ]
    assert np.allclose(found, wanted, atol=1e-6)


@pytest.mark.parametrize("share", [0.5, 1.0])
def test_a_row_that_is_not_allowed_changes_no_bit(share):
    allowed = np.random.default_rng(3).random(1_000) < share
    allowed[::7] = False
    vectors = unit_rows(1_000)
    search = unit_rows(1, seed=2)[0]
    before = cosines([placed(Vectors(np.arange(1_000), vectors), np.arange(1_000))], allowed, search)
    other = vectors.copy()
    other[~allowed] = np.nan
    after = cosines([placed(Vectors(np.arange(1_000), other), np.arange(1_000))], allowed, search)
    assert before.tobytes() == after.tobytes()


def test_vectors_of_another_length_say_nothing():
    held = placed(Vectors(np.arange(3), unit_rows(3)), np.arange(3))
    found = cosines([held], np.ones(3, dtype=bool), np.ones(LENGTH + 1, dtype=np.float32))
    assert found.tolist() == [NO_VECTOR] * 3


def test_words_and_meaning_count_together():
    words = np.array([4.0, 2.0, 0.0, 0.0], dtype=np.float32)
    meaning = np.array([0.5, 0.9, 0.9, NO_VECTOR], dtype=np.float32)
    assert np.allclose(blended(words, meaning, 4.0), [0.725, 0.72, 0.495, 0.0])


def test_a_source_without_a_vector_keeps_its_place_among_words():
    words = np.array([4.0, 2.0], dtype=np.float32)
    meaning = np.array([NO_VECTOR, 0.8], dtype=np.float32)
    of_words, of_both = blended(words, meaning, 4.0)
    assert of_words == pytest.approx(0.55 * 0.8 + 0.45)
    assert of_words > of_both


@given(arrays(np.float32, 5, elements=st.floats(0, 100, width=32)))
def test_without_vectors_words_alone_give_the_order(words):
    nothing = np.full(5, NO_VECTOR, dtype=np.float32)
    together = blended(words, nothing, float(words.max()))
    order = np.argsort(-words, kind="stable")
    assert np.all(np.diff(together[order]) <= 0)


def test_an_answer_is_sure_by_words_or_by_meaning_or_by_some_of_both():
    assert is_certain(0.7, 0.0, 0.0)
    assert is_certain(0.0, 1.0, 1.0)
    assert is_certain(0.45, 0.4, 0.2)
    assert not is_certain(0.3, 0.4, 0.2)
    assert not is_certain(NO_VECTOR, 0.3, 0.3)
