"""GIFT as Moodle and people write it, and what of it is not taken over."""

import pytest

from assessments.testing.interchange.formats import gift
from assessments.testing.interchange.formats.items import ParsedItem


def read(text: str) -> ParsedItem:
    (item,) = gift.read(text.encode()).items
    return item


def told(text: str) -> list[tuple[str, str]]:
    return [(one.code, one.value) for one in gift.read(text.encode()).remarks]


def right(item: ParsedItem) -> list[str]:
    return [option["text"] for option in item.body["options"] if option["is_right"]]


def test_a_choice_has_its_title_feedback_and_tags():
    item = read(
        "// [id:r-1] [tag:skill:refunds] [tag:level:2] [tag:language:pt_BR]\n"
        "::Refunds::Who may refund?{\n =Everybody # Up to 50\n ~The lead\n}"
    )
    assert (item.kind, item.stem, right(item)) == ("single", "Who may refund?", ["Everybody"])
    assert (item.key, item.skill, item.level, item.language) == ("r-1", "refunds", 2, "pt-BR")
    assert item.body["options"][0]["rationale"] == "Up to 50"
    assert (item.where.line, item.where.name) == (1, "Refunds")


def test_several_right_answers_are_those_with_a_weight_above_nothing():
    item = read("Which?{~%50%a ~%50%b ~%-100%c}")
    assert (item.kind, right(item)) == ("multiple", ["a", "b"])
    assert told("Which?{~%50%a ~%50%b ~%-100%c}") == [("partial_credit", "")]


def test_a_half_right_answer_is_wrong_and_told():
    assert right(read("Which?{=a ~%50%b ~c}")) == ["a"]
    assert told("Which?{=a ~%50%b ~c}") == [("weight", "b")]


@pytest.mark.parametrize(("verdict", "answer"), [("T", "True"), ("TRUE", "True"), ("F", "False")])
def test_true_or_false_is_a_single_choice(verdict, answer):
    item = read(f"The sky is blue.{{{verdict}#wrong#right}}")
    assert right(item) == [answer]
    said = {option["is_right"]: option["rationale"] for option in item.body["options"]}
    assert said == {True: "right", False: "wrong"}


@pytest.mark.parametrize(
    ("answers", "answer", "tolerance"),
    [
        ("#3:2", "3", "2"),
        ("#1..5", "3", "2"),
        ("#12.50", "12.50", "0"),
        ("#=%100%1.5e3:0.5#fine", "1500", "0.5"),
        ("#12,5:0,1", "12.5", "0.1"),
    ],
)
def test_numbers_are_read_with_their_tolerance(answers, answer, tolerance):
    body = read(f"How many?{{{answers}}}").body
    assert (body["answer"], body["tolerance"]) == (answer, tolerance)


def test_a_blank_stands_where_the_answers_were():
    assert read("Grant is {~buried =entombed} there.").stem == r"Grant is \_\_\_\_\_ there."
    assert read("Who?{=a ~b}").stem == "Who?"


def test_texts_pairs_and_steps():
    assert read("Two?{=two =2}").body["accepted"] == ["two", "2"]
    pairs = read("Match{=a -> 1 =b -> 2 = -> 3}").body
    assert [(one["left"], one["right"]) for one in pairs["pairs"]] == [("a", "1"), ("b", "2")]
    assert pairs["others"] == ["3"]
    steps = read("Sort{>3 ALL VERTICAL ABSOLUTE_POSITION HIDE none\n SQL\n two\n}").body["steps"]
    assert [step["text"] for step in steps] == ["SQL", "two"]


def test_escapes_and_formats():
    assert read(r"a \= b \{c\} \: \# \~ 5 \\ 6{=x ~y}").stem == r"a = b {c} : # ~ 5 \ 6"
    assert read("[html]<p>Who <b>may</b>?</p>{=<i>a</i> ~b}").stem == "Who **may**?"
    assert read("[plain]2 * 3 * 4?{=a ~b}").stem == "2 * 3 * 4?"
    assert read("[markdown]Who *may*?{=a ~b}").stem == "Who *may*?"
    assert read(r"One\nTwo{=a ~b}").stem == "One\nTwo"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Write{}", "essay"),
        ("Only words", "no_question"),
        ("Open{=a", "braces"),
        ("Two {=a} gaps {=b}", "several_gaps"),
        ("How many?{#ten}", "not_a_number"),
        ("How many?{#5..1}", "range"),
        ("Match{=a -> 1 =b}", "arrow"),
        ("What?{=*}", "wildcards_only"),
        ("{=a ~b}", "no_stem"),
        ("Long?{=" + "a" * 10_001 + " ~b}", "too_long"),
        ("Many?{=a " + "~b " * 30 + "}", "many_parts"),
    ],
)
def test_what_cannot_be_taken_over_is_told_with_its_line_and_the_next_is_read(text, code):
    parsed = gift.read(f"{text}\n\nWho?{{=a ~b}}".encode())
    assert [one.stem for one in parsed.items] == ["Who?"]
    (remark,) = [one for one in parsed.remarks if one.is_left_out]
    assert (remark.code, remark.where.line) == (code, 1)


def test_what_is_left_is_told():
    assert ("wildcard", "b*") in told("What?{=a =b*}")
    assert ("several_numbers", "2") in told("What?{#=1 =2}")
    assert ("wrong_feedback", "no") in told("What?{#=1 ~#no}")
    assert ("picture_linked", "https://x.example/a.png") in told(
        '[html]See <img src\\="https\\://x.example/a.png"> it?{=a ~b}'
    )
    assert ("category", "Refunds") in told("$CATEGORY: $course$/top/Refunds\n\nWho?{=a ~b}")
    assert ("general_feedback", "So it is") in told("Who?{=a ~b ####So it is}")


@pytest.mark.parametrize(
    ("encoding", "codes"),
    [("utf-8", []), ("utf-8-sig", []), ("utf-16", []), ("latin-1", ["encoding"])],
)
def test_encodings(encoding, codes):
    parsed = gift.read("Où été?{=à ~é}".encode(encoding))
    assert parsed.items[0].stem == "Où été?"
    assert [one.code for one in parsed.remarks] == codes
