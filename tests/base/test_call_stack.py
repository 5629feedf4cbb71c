"""A call at the end of a chunk of the stack asks the system for no memory."""

import resource
import sys

import pytest

from lifow.base.call_stack import on_one_chunk

LOOPS = 300
DEPTHS = range(400)


def leaf():
    return None


# Of a frame larger than that of the calls above it, so that at some depth it finds too little room.
leaf.__code__ = leaf.__code__.replace(co_stacksize=200)


def faults_at(depth):
    """Pages that the system had to give while a loop calls a function, so many calls down."""
    if depth:
        return faults_at(depth - 1)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(LOOPS):
        leaf()
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def most_faults(environ=None, start_response=None):
    return [max(faults_at(depth) for depth in DEPTHS)]


@pytest.mark.skipif(sys.version_info >= (3, 13), reason="CPython keeps a chunk by itself")
def test_some_depth_is_slow_without_it():
    assert most_faults()[0] >= LOOPS


def test_no_depth_is_slow_with_it():
    most_faults()
    assert on_one_chunk(most_faults)({}, None)[0] < LOOPS / 2


def test_the_application_is_called_as_it_is():
    def application(environ, start_response):
        start_response("200 OK", [])
        return [environ["PATH_INFO"].encode()]

    told = []
    answer = on_one_chunk(application)({"PATH_INFO": "/"}, lambda *status: told.append(status))
    assert (list(answer), told) == ([b"/"], [("200 OK", [])])


def test_an_error_of_the_application_is_its_own():
    def application(environ, start_response):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        on_one_chunk(application)({}, None)
