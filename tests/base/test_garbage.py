"""The garbage collector is held off or seldom looks for a block, and only for it."""

import gc

import pytest

from lifow.base.garbage import collection_paused, collection_rare


@collection_paused()
def fail_without_collection():
    assert not gc.isenabled()
    raise ZeroDivisionError


def test_collection_goes_on_after_the_block_even_when_it_fails():
    with pytest.raises(ZeroDivisionError):
        fail_without_collection()
    assert gc.isenabled()


def test_the_inner_of_two_blocks_leaves_it_paused():
    with collection_paused():
        with collection_paused():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()


def test_a_rare_collection_is_one_and_its_pace_comes_back():
    pace, known = gc.get_threshold(), gc.get_freeze_count()
    with collection_rare():
        assert gc.isenabled()
        assert gc.get_threshold() > pace
    assert (gc.get_threshold(), gc.get_freeze_count()) == (pace, known)
