"""What a format writes, it reads back: the same items, of all kinds that it can carry."""

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.testing.interchange.formats import aiken, csv, gift, moodle, qti
from assessments.testing.interchange.formats.items import (
    HOTSPOT,
    KINDS,
    SINGLE,
    ParsedItem,
    one_line,
)
from assessments.testing.interchange.formats.markup import from_plain
from tests.assessments.testing.interchange.formats.arbitrary import items, lines
from tests.backing.examples import examples

CARRIED = tuple(kind for kind in KINDS if kind != HOTSPOT)


def lists(kinds: Sequence[str], **said: bool) -> st.SearchStrategy[list[ParsedItem]]:
    return st.lists(items(*kinds, **said), min_size=1, max_size=3)


@settings(max_examples=examples(40))
@given(lists(KINDS))
def test_a_table_loses_nothing(given_items):
    written = csv.write(given_items)
    assert written.remarks == ()
    assert list(csv.read(written.content).items) == given_items


@settings(max_examples=examples(40))
@given(lists(CARRIED))
def test_moodle_xml_loses_nothing_but_areas(given_items):
    written = moodle.write(given_items)
    assert written.remarks == ()
    assert list(moodle.read(written.content).items) == given_items


@settings(max_examples=examples(40))
@given(lists(CARRIED))
def test_qti_loses_nothing_but_areas(given_items):
    written = qti.write(given_items)
    lost = {one.where.name for one in written.remarks}
    read = qti.read(written.content)
    assert len(read.items) == len(given_items)
    for was, now in zip(given_items, read.items, strict=True):
        assert now == (replace(was, stem=now.stem) if lost else was)


@settings(max_examples=examples(40))
@given(lists(CARRIED))
def test_gift_loses_what_it_says(given_items):
    written = gift.write(given_items)
    left_out = [one for one in written.remarks if one.is_left_out]
    kept = [without_what_gift_lacks(one) for one in given_items]
    if len(left_out) == len(given_items):
        return
    read = list(gift.read(written.content).items)
    assert len(read) == len(kept) - len(left_out)
    assert all(one in kept for one in read)
    said = {one.code for one in written.remarks}
    assert ("no_picture_room" in said) == any(one.picture for one in given_items if carries(one, left_out))


def carries(item: ParsedItem, left_out: Sequence[object]) -> bool:
    return item.picture is not None and not left_out


def without_what_gift_lacks(item: ParsedItem) -> ParsedItem:
    body = dict(item.body)
    body |= {"unit": ""} if "unit" in body else {}
    body |= {"is_case_sensitive": False} if "is_case_sensitive" in body else {}
    return replace(item, body=body, picture=None)


@settings(max_examples=examples(40))
@given(lists([SINGLE], has_pictures=False))
def test_aiken_keeps_the_words_of_single_choices(given_items):
    written = aiken.write(given_items)
    if all(one.is_left_out for one in written.remarks) and written.remarks:
        return
    for item in aiken.read(written.content).items:
        assert any(is_like(item, one) for one in given_items)


def is_like(read: ParsedItem, was: ParsedItem) -> bool:
    texts = [(one_line(one["text"]), one["is_right"]) for one in was.body["options"]]
    return [(one["text"], one["is_right"]) for one in read.body["options"]] == texts


@given(lines, lines)
def test_aiken_keeps_plain_text(stem, option):
    body = {"options": [{"key": "a", "text": option, "is_right": True, "rationale": ""}]}
    item = ParsedItem(SINGLE, from_plain(stem), body)
    written = aiken.write([item])
    if any(one.is_left_out for one in written.remarks):
        return
    assert written.remarks == ()
    assert aiken.read(written.content).items == (item,)
