"""Each kind of question: what is wrong with a body, what is shown, read, scored and told; all of it pure."""

import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.testing.bank.kinds import KINDS, AnswerError
from tests.item_bank import BODIES

NAMES = sorted(BODIES)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.floats(allow_nan=False) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=9,
)
FIELDS = (
    "options",
    "steps",
    "pairs",
    "areas",
    "others",
    "accepted",
    "answer",
    "tolerance",
    "unit",
    "rationale",
)
ODD_BODIES = st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=4)
SEEDS = st.integers(-(2**40), 2**40)
RIGHT: dict[str, dict[str, Any]] = {
    "single": {"key": "a"},
    "multiple": {"keys": ["a", "c"]},
    "order": {"keys": ["a", "b", "c", "d"]},
    "match": {"pairs": {"a": "a", "b": "b", "c": "b"}},
    "numeric": {"text": "12,50 €"},
    "text": {"text": " Charge  Back "},
    "hotspot": {"key": "a"},
    "scenario": {"key": "c"},
}
WRONG: dict[str, dict[str, Any]] = {
    "single": {"key": "b"},
    "multiple": {"keys": ["a", "b", "c"]},
    "order": {"keys": ["b", "a", "c", "d"]},
    "match": {"pairs": {"a": "b", "b": "a", "c": "+0"}},
    "numeric": {"text": "12.52"},
    "text": {"text": "refund"},
    "hotspot": {"key": "b"},
    "scenario": {"key": "a"},
}


def changed(kind: str, **parts: Any) -> dict[str, Any]:
    return {**deepcopy(BODIES[kind]), **parts}


def codes(kind: str, body: Any) -> list[tuple[str, str]]:
    return [(problem.code, problem.where) for problem in KINDS[kind].problems(body)]


@pytest.mark.parametrize("name", NAMES)
def test_a_body_as_it_is_written_has_no_problem_and_is_stored_as_it_is(name):
    kind = KINDS[name]
    assert kind.problems(BODIES[name]) == []
    assert kind.tidy(BODIES[name]) == BODIES[name]


@pytest.mark.parametrize("name", NAMES)
def test_the_right_answer_scores_the_highest_and_others_nothing(name):
    kind, body = KINDS[name], BODIES[name]
    assert kind.score(body, RIGHT[name]) == kind.highest(body) == (2 if name == "scenario" else 1)
    assert kind.score(body, WRONG[name]) == kind.score(body, {}) == 0


@pytest.mark.parametrize("name", NAMES)
def test_feedback_says_what_was_chosen_and_what_is_right(name):
    kind, body = KINDS[name], BODIES[name]
    right, wrong = kind.feedback(body, RIGHT[name]), kind.feedback(body, WRONG[name])
    assert right.is_right
    assert not wrong.is_right
    assert all(remark.is_right for remark in right.chosen)
    assert not all(remark.is_right for remark in wrong.chosen)
    assert right.right == wrong.right != ()
    assert kind.feedback(body, {}).chosen == ()


def test_the_rationale_of_what_was_chosen_is_told_and_no_other():
    (remark,) = KINDS["single"].feedback(BODIES["single"], {"key": "b"}).chosen
    assert (remark.text, remark.rationale) == ("Thirty days", "That was before 2024.")


@pytest.mark.parametrize("name", NAMES)
@given(seed=SEEDS)
def test_what_is_shown_holds_neither_keys_nor_rationales(name, seed):
    said = json.dumps(KINDS[name].shown(BODIES[name], seed))
    for secret in (
        "is_right",
        "rationale",
        "score",
        "accepted",
        "answer",
        "tolerance",
        "policy",
        "bank.",
        "12.50",
    ):
        assert secret not in said
    places = {
        row["key"]
        for rows in KINDS[name].shown(BODIES[name], seed).values()
        if isinstance(rows, list)
        for row in rows
    }
    assert all(place.isdigit() for place in places), "the author's keys may tell the right order"


@pytest.mark.parametrize("name", NAMES)
@given(seed=SEEDS)
def test_the_same_seed_shows_the_same(name, seed):
    assert KINDS[name].shown(BODIES[name], seed) == KINDS[name].shown(BODIES[name], seed)


@pytest.mark.parametrize(("name", "field"), [("single", "text"), ("scenario", "text"), ("hotspot", "name")])
@given(seed=SEEDS)
def test_a_place_is_read_as_what_stood_there(name, field, seed):
    kind, body = KINDS[name], BODIES[name]
    texts = {one.key: one.text for one in kind.choices(body)}
    (rows,) = kind.shown(body, seed).values()
    for row in rows:
        assert texts[kind.read(body, seed, {"key": row["key"]})["key"]] == row[field]


@given(seed=SEEDS)
def test_steps_are_never_shown_in_the_right_order_and_can_be_put_into_it(seed):
    kind, body = KINDS["order"], BODIES["order"]
    shown = kind.shown(body, seed)["steps"]
    right = [step["text"] for step in body["steps"]]
    assert sorted(right) == sorted(step["text"] for step in shown)
    assert [step["text"] for step in shown] != right
    places = {step["text"]: step["key"] for step in shown}
    assert kind.score(body, kind.read(body, seed, {"keys": [places[text] for text in right]})) == 1


@given(seed=SEEDS)
def test_pairs_are_put_together_by_what_is_shown_and_equal_right_sides_are_one(seed):
    kind, body = KINDS["match"], BODIES["match"]
    shown = kind.shown(body, seed)
    right = {side["text"]: side["key"] for side in shown["rights"]}
    assert len(right) == 3
    belongs = {row["left"]: row["right"] for row in body["pairs"]}
    pairs = {side["key"]: right[belongs[side["text"]]] for side in shown["lefts"]}
    assert kind.score(body, kind.read(body, seed, {"pairs": pairs})) == 1


@given(seed=SEEDS, chosen=st.sets(st.sampled_from(["1", "2", "3"])))
def test_several_are_right_only_all_together(seed, chosen):
    kind, body = KINDS["multiple"], BODIES["multiple"]
    texts = {row["key"]: row["text"] for row in kind.shown(body, seed)["options"]}
    answer = kind.read(body, seed, {"keys": sorted(chosen)})
    assert kind.score(body, answer) == int(
        {texts[place] for place in chosen} == {"The receipt", "The reason"}
    )


@pytest.mark.parametrize("name", NAMES)
@given(seed=SEEDS, sent=JSON)
def test_whatever_is_sent_is_an_answer_or_refused_in_words(name, seed, sent):
    kind, body = KINDS[name], BODIES[name]
    try:
        answer = kind.read(body, seed, sent)
    except AnswerError as error:
        answer, said = {}, str(error)
    else:
        said = "taken"
    assert said
    assert 0 <= kind.score(body, answer) <= kind.highest(body)
    json.dumps([answer, kind.chosen(body, answer)])
    kind.feedback(body, answer)


@pytest.mark.parametrize("name", NAMES)
@given(body=ODD_BODIES | JSON.filter(lambda one: isinstance(one, dict)))
def test_whatever_a_body_is_it_is_judged_and_shown(name, body):
    kind = KINDS[name]
    tidy = kind.tidy(body)
    assert kind.tidy(tidy) == tidy
    problems = kind.problems(tidy)
    assert all(problem.reason for problem in problems)
    kind.shown(tidy, 1)
    kind.choices(tidy)
    assert kind.score(tidy, RIGHT[name]) <= kind.highest(tidy)


@pytest.mark.parametrize("name", ["single", "multiple", "scenario"])
@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("all", ("no_list", "options")),
        ([], ("too_few", "options")),
        ([{"key": "a", "text": "One"}] * 13, ("too_many", "options")),
        ([{"key": "a", "text": "One"}, {"key": "a", "text": "Two"}], ("key_twice", "options/1/key")),
        ([{"key": "a b", "text": "One"}, {"key": "b", "text": "Two"}], ("key_form", "options/0/key")),
        ([{"key": "a", "text": "One"}, {"key": "b", "text": " "}], ("missing", "options/1/text")),
        ([{"key": "a", "text": "One"}, {"key": "b", "text": "one "}], ("same_text", "options/1/text")),
        ([{"key": "a", "text": "x" * 501}, {"key": "b", "text": "Two"}], ("too_long", "options/0/text")),
        (
            [{"key": "a", "text": "\x00"}, {"key": "b", "text": "Two"}],
            ("control_character", "options/0/text"),
        ),
        (["One", {"key": "b", "text": "Two"}], ("no_row", "options/0")),
    ],
)
def test_what_is_wrong_with_options_is_said_with_its_place(name, options, expected):
    assert expected in codes(name, {"options": options})


@pytest.mark.parametrize(
    ("name", "marks", "expected"),
    [
        ("single", (False, False), ("none_right", "options")),
        ("single", (True, True), ("several_right", "options")),
        ("multiple", (True, True), ("none_wrong", "options")),
        ("multiple", (True, "yes"), ("yes_no", "options/1/is_right")),
    ],
)
def test_which_options_are_right_is_checked(name, marks, expected):
    options = [{"key": key, "text": key, "is_right": mark} for key, mark in zip("ab", marks, strict=True)]
    assert codes(name, {"options": options}) == [expected]


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ((0, 2), ("score_unused", "options")),
        ((1, 1), ("score_unused", "options")),
        ((0, 11), ("score", "options/1/score")),
        ((0, True), ("score", "options/1/score")),
        ((0, "1"), ("score", "options/1/score")),
    ],
)
def test_each_number_of_points_has_an_option(scores, expected):
    options = [{"key": key, "text": key, "score": score} for key, score in zip("ab", scores, strict=True)]
    assert codes("scenario", {"options": options}) == [expected]


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"others": ["The bank"]}, ("others_right", "others/0")),
        ({"others": ["A", "A"]}, ("same_text", "others/1")),
        ({"others": [""]}, ("missing", "others/0")),
        ({"others": "A"}, ("no_list", "others")),
        ({"others": [str(number) for number in range(13)]}, ("too_many", "others")),
        ({"rationale": "x" * 1001}, ("too_long", "rationale")),
    ],
)
def test_what_is_wrong_with_pairs_is_said(parts, expected):
    assert codes("match", changed("match", **parts)) == [expected]


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"answer": ""}, ("number", "answer")),
        ({"answer": "twelve"}, ("number", "answer")),
        ({"answer": "1e400"}, ("number", "answer")),
        ({"tolerance": "-1"}, ("negative", "tolerance")),
        ({"unit": "x" * 21}, ("too_long", "unit")),
    ],
)
def test_what_is_wrong_with_a_number_is_said(parts, expected):
    assert codes("numeric", changed("numeric", **parts)) == [expected]


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"accepted": []}, ("too_few", "accepted")),
        ({"accepted": ["A", " a "]}, ("same_text", "accepted/1")),
        ({"accepted": ["\u200b"]}, ("missing", "accepted/0")),
        ({"is_case_sensitive": "no"}, ("yes_no", "is_case_sensitive")),
    ],
)
def test_what_is_wrong_with_accepted_texts_is_said(parts, expected):
    assert codes("text", changed("text", **parts)) == [expected]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"x": 95}, ("outside", "areas/1")),
        ({"x": None}, ("place", "areas/1/x")),
        ({"y": 101}, ("place", "areas/1/y")),
        ({"width": 0}, ("place", "areas/1/width")),
        ({"x": 20, "y": 15}, ("overlap", "areas/1")),
        ({"is_right": True}, ("none_wrong", "areas")),
        ({"name": "total"}, ("same_text", "areas/1/name")),
    ],
)
def test_what_is_wrong_with_areas_is_said(change, expected):
    body = changed("hotspot")
    body["areas"][1] |= change
    assert codes("hotspot", body) == [expected]


def test_areas_that_touch_do_not_overlap():
    body = changed("hotspot")
    body["areas"][1] |= {"x": 30, "y": 10}
    assert codes("hotspot", body) == []


@pytest.mark.parametrize(
    ("name", "sent", "code"),
    [
        ("single", {"key": "9"}, "unknown"),
        ("single", {"key": "a"}, "unknown"),
        ("single", {"key": 1}, "no_text"),
        ("single", [], "no_object"),
        ("multiple", {"keys": ["1", "1"]}, "repeated"),
        ("multiple", {"keys": "1"}, "no_list"),
        ("order", {"keys": ["1", "2"]}, "incomplete_order"),
        ("match", {"pairs": {"1": "1"}}, "incomplete_pairs"),
        ("match", {"pairs": {"9": "1"}}, "unknown"),
        ("numeric", {"text": "twelve"}, "number"),
        ("text", {"text": "x" * 201}, "too_long"),
        ("text", {"text": "\x00"}, "control_character"),
    ],
)
def test_what_is_no_answer_is_refused_with_a_code(name, sent, code):
    with pytest.raises(AnswerError) as raised:
        KINDS[name].read(BODIES[name], 1, sent)
    assert raised.value.code == code


@pytest.mark.parametrize("name", NAMES)
def test_no_answer_is_one_too(name):
    assert KINDS[name].read(BODIES[name], 1, {}) == {}
