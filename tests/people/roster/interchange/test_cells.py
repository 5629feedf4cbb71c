"""Ids, emails and statuses in single cells: what they are understood as, and what is refused."""

import pytest

from lifow.people.roster.interchange.cells import email_of, id_of, manager_id_of, status_of
from lifow.people.roster.interchange.mapping import NO_MAPPING, RosterMapping
from lifow.people.roster.interchange.state import Status
from lifow.people.roster.interchange.texts import text_of
from tests.people.roster.interchange.codes import code_of


def test_text_loses_outer_and_doubled_white_space_and_keeps_its_formula():
    assert text_of("  Head\n of\u00a0 Sales ") == "Head of Sales"
    assert text_of("=1+1") == "=1+1"


def test_the_same_letters_written_in_two_ways_are_the_same_text():
    assert text_of("Zoe\u0308") == text_of("Zo\u00eb")


def test_text_that_is_too_long_or_holds_a_nul_is_refused():
    assert code_of(text_of, "x" * 201, 200) == "too_long"
    assert code_of(text_of, "a\0b") == "nul_character"


@pytest.mark.parametrize(
    "cell", ["Ama@X.org", "a.b+c@sub.x-y.co.uk", "o'neil@x.org", "zoë@münchen.de", "a@xn--p1ai.xn--p1ai"]
)
def test_an_email_is_taken_in_lower_case(cell):
    assert email_of(f" {cell} ") == cell.lower()


@pytest.mark.parametrize(
    "cell",
    [
        "ama",
        "ama@",
        "@x.org",
        "ama@x",
        "a b@x.org",
        "Ama <ama@x.org>",
        "a@x.org, b@x.org",
        "a@x..org",
        "a@-x.org",
    ],
)
def test_what_is_no_email_is_refused(cell):
    assert code_of(email_of, cell) == "bad_email"


def test_an_empty_email_is_none_and_a_very_long_one_is_refused():
    assert email_of("  ") is None
    assert code_of(email_of, f"{'a' * 250}@x.org") == "too_long"


@pytest.mark.parametrize(
    "cell", ["Ama\u200b", "\ufeffAma", "A\u00adma", "\u202aAma\u202c", "Am\u2060a", "A\u200dma"]
)
def test_what_nobody_sees_is_not_there(cell):
    assert text_of(cell) == "Ama"


@pytest.mark.parametrize(
    ("cell", "kept"),
    [("Ｅ００７", "E007"), ("Ⅳ-2", "IV-2"), ("e\u200b1", "e1"), ("ﬁ1", "fi1"), (" 0007 ", "0007")],
)
def test_an_id_is_the_one_that_people_read(cell, kept):
    assert id_of(cell) == kept


def test_an_address_is_the_one_that_people_read():
    assert email_of("Ａma＠x.org") == "ama@x.org"
    assert email_of("ama@x.org\u200b") == "ama@x.org"


@pytest.mark.parametrize("cell", ["", "n/a", "NULL", " - ", "none", "#N/A"])
def test_a_word_for_nothing_is_nobodys_id_and_no_address(cell):
    assert (manager_id_of(cell), email_of(cell)) == ("", None)


@pytest.mark.parametrize(
    ("cell", "status"),
    [
        ("Active", "active"),
        ("ON LEAVE", "leave"),
        ("Pre-hire", "prehire"),
        ("Retired", "terminated"),
    ],
)
def test_the_usual_words_for_a_status_are_known(cell, status):
    assert status_of(cell, NO_MAPPING) == status


def test_inactive_is_refused_because_systems_disagree_on_what_it_means():
    assert code_of(status_of, "Inactive", NO_MAPPING) == "bad_status"
    assert status_of("Inactive", RosterMapping(statuses={"inactive": Status.LEAVE})) is Status.LEAVE


@pytest.mark.parametrize("letter", "ALTITDX")
def test_a_status_of_one_letter_is_never_guessed(letter):
    assert code_of(status_of, letter, NO_MAPPING) == "bad_status"
    assert status_of(letter, RosterMapping(statuses={letter.casefold(): Status.LEAVE})) is Status.LEAVE


def test_an_empty_status_says_nothing_unless_the_mapping_names_it():
    assert status_of("", NO_MAPPING) is None
    assert status_of("", RosterMapping(statuses={"": Status.ACTIVE})) is Status.ACTIVE


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("'00123", "00123"),
        ('="00123"', "00123"),
        ("O'Brien-1", "O'Brien-1"),
        ("'tis", "'tis"),
        ("1E05", "1E05"),
        ("00123", "00123"),
    ],
)
def test_a_number_that_a_spreadsheet_keeps_as_text_is_that_number(cell, kept):
    assert id_of(cell) == kept


@pytest.mark.parametrize("cell", ["1.23E+05", "1,23E+05", "1E+12", "7.00001e+07"])
def test_a_number_that_a_spreadsheet_has_shortened_is_no_id(cell):
    assert code_of(id_of, cell) == "id_as_number"
