"""Skills in the place of others, in cells and plans: what is said, what contradicts, what may be meant."""

from dataclasses import replace

import pytest
from hypothesis import given

from assessments.frameworks.interchange.document import SkillDoc
from assessments.frameworks.interchange.planning import plan
from assessments.frameworks.interchange.replacements import guesses, read_keys, written_keys
from tests.assessments.frameworks.interchange.arbitrary import AWKWARD_WORDS


@given(AWKWARD_WORDS.ids(3))
def test_keys_are_read_as_they_were_written(keys):
    assert read_keys(written_keys(keys)) == tuple(keys)


@pytest.mark.parametrize(
    ("cell", "keys"),
    [
        ("", ()),
        ("sql", ("sql",)),
        ("sql, excel; word\ncalls", ("sql", "excel", "word", "calls")),
        (" sql ,, sql ", ("sql",)),
        ('"a, b", c', ("a, b", "c")),
        ("refund policy, sql", ("refund policy", "sql")),
    ],
)
def test_a_cell_names_one_or_several_keys(cell, keys):
    assert read_keys(cell) == keys


def docs(**names: str) -> list[SkillDoc]:
    return [SkillDoc(key, name) for key, name in names.items()]


@pytest.mark.parametrize(
    ("gone", "comes", "meant"),
    [
        ({"sql-basics": "SQL basics"}, {"sql": "SQL"}, ["sql"]),
        ({"empathy": "Empathy"}, {"empathie": "Empathie"}, ["empathie"]),
        ({"k1": "Refund policy"}, {"k9": "REFUND  POLICY"}, ["k9"]),
        ({"com": "Communication"}, {"w": "Written communication", "s": "Spoken communication"}, ["s", "w"]),
        ({"sql": "SQL"}, {"calls": "Telephone calls"}, []),
    ],
)
def test_a_like_name_is_offered(gone, comes, meant):
    found = guesses(docs(**gone), docs(**comes))
    assert [new.external_id for one in found for new in one.new] == meant


def test_a_like_description_is_offered():
    text = "Writes queries over several tables and explains what they cost."
    (found,) = guesses([SkillDoc("q", "Querying", text)], [SkillDoc("db", "Databases", text + " Often.")])
    assert found.new[0].external_id == "db"


def test_where_everything_changes_nothing_is_guessed():
    many = [SkillDoc(f"a{n}", f"Skill {n}") for n in range(500)]
    assert guesses(many, [replace(one, external_id="b" + one.external_id) for one in many]) == ()


def test_a_guess_is_never_applied(support):
    skills = [
        replace(one, external_id="kindness") if one.name == "Empathy" else one for one in support.skills
    ]
    needs = [one for one in support.requirements if one.skill != "empathy"]
    found = plan(support, replace(support, skills=tuple(skills), requirements=tuple(needs)))
    assert [(one.old.external_id, one.new[0].external_id) for one in found.guesses] == [
        ("empathy", "kindness")
    ]
    assert found.replaced == {}
    assert found.let_go == ("empathy",)


def test_what_is_said_is_no_guess(support):
    skills = [
        replace(one, external_id="kindness", replaces=("empathy",)) if one.name == "Empathy" else one
        for one in support.skills
    ]
    needs = [one for one in support.requirements if one.skill != "empathy"]
    incoming = replace(support, skills=tuple(skills), requirements=tuple(needs), says_replacements=True)
    found = plan(support, incoming)
    assert (found.guesses, found.let_go) == ((), ())
    assert found.replaced == {"empathy": ("kindness",)}
