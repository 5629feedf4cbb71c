"""Moodle XML as Moodle exports it, and what of it is not taken over."""

import base64

import pytest

from assessments.testing.interchange.formats import moodle
from assessments.testing.interchange.formats.items import ParsedItem, Picture

PNG = b"\x89PNG picture"


def question(kind: str, inner: str, stem: str = "Who may refund?", style: str = "html") -> str:
    text = f'<questiontext format="{style}"><text><![CDATA[{stem}]]></text></questiontext>'
    return f'<question type="{kind}"><name><text>Q</text></name>{text}{inner}</question>'


def file(*questions: str) -> bytes:
    return f"<?xml version='1.0' encoding='UTF-8'?>\n<quiz>\n{''.join(questions)}\n</quiz>".encode()


def answer(text: str, fraction: str = "0", said: str = "", more: str = "") -> str:
    feedback = f"<feedback format='html'><text>{said}</text></feedback>"
    return f"<answer fraction='{fraction}' format='html'><text>{text}</text>{feedback}{more}</answer>"


def read(*questions: str) -> ParsedItem:
    (item,) = moodle.read(file(*questions)).items
    return item


def told(*questions: str) -> set[tuple[str, str]]:
    return {(one.code, one.value) for one in moodle.read(file(*questions)).remarks}


TWO = answer("Everybody", "100", "&lt;p&gt;Up to 50&lt;/p&gt;") + answer("&lt;b&gt;The lead&lt;/b&gt;")


def test_a_choice_as_moodle_exports_it():
    category = (
        "<question type='category'><category><text>$course$/top/Refund policy</text></category></question>"
    )
    inner = f"<idnumber>r-1</idnumber><single>true</single>{TWO}<tags><tag><text>level:2</text></tag></tags>"
    item = read(category, question("multichoice", inner, "<p>Who <b>may</b> refund?</p>"))
    assert (item.kind, item.stem, item.key, item.level) == ("single", "Who **may** refund?", "r-1", 2)
    assert item.skill == "Refund policy"
    assert [(one["text"], one["is_right"], one["rationale"]) for one in item.body["options"]] == [
        ("Everybody", True, "Up to 50"),
        ("The lead", False, ""),
    ]
    assert item.where.line == 3


def test_what_a_choice_loses_is_told():
    inner = (
        "<defaultgrade>2</defaultgrade><penalty>0.3333333</penalty><shuffleanswers>0</shuffleanswers>"
        "<correctfeedback><text>Well done</text></correctfeedback><hint><text>Think</text></hint>"
        f"<tags><tag><text>old</text></tag></tags><single>true</single>{TWO}{answer('Half', '50')}"
    )
    assert told(question("multichoice", inner, '<p style="x">Who?</p><video src="a"></video>')) == {
        ("points", "2"),
        ("penalty", "0.3333333"),
        ("settings", "shuffleanswers 0"),
        ("feedback", "Well done"),
        ("hints", "Think"),
        ("tags", "old"),
        ("weight", "Half"),
        ("plain_part", "b"),
        ("markup", "style"),
        ("media", "video"),
    }


@pytest.mark.parametrize("fractions", [("50", "50", "0"), ("33.33333", "66.66667", "-100")])
def test_several_right_answers(fractions):
    inner = "<single>false</single>" + "".join(answer(str(n), one) for n, one in enumerate(fractions))
    item = read(question("multichoice", inner))
    assert item.kind == "multiple"
    assert [one["is_right"] for one in item.body["options"]] == [True, True, False]


def test_true_or_false_by_its_answers():
    item = read(question("truefalse", answer("true", "0", "No") + answer("false", "100", "Yes")))
    assert [(one["text"], one["is_right"], one["rationale"]) for one in item.body["options"]] == [
        ("True", False, "No"),
        ("False", True, "Yes"),
    ]


def test_short_answers_and_their_stars():
    inner = (
        "<usecase>1</usecase>" + answer("chargeback", "100") + answer(r"5\*", "100") + answer("b*k", "100")
    )
    item = read(question("shortanswer", inner))
    assert item.body == {"accepted": ["chargeback", "5*"], "is_case_sensitive": True, "rationale": ""}
    assert ("wildcard", "b*k") in told(question("shortanswer", inner))


def test_numbers_with_their_tolerance_and_unit():
    units = (
        "<units><unit><multiplier>1</multiplier><unit_name>m</unit_name></unit>"
        "<unit><multiplier>100</multiplier><unit_name>cm</unit_name></unit></units>"
    )
    inner = answer("1.50", "100", more="<tolerance>0.01</tolerance>") + answer("*", said="No") + units
    item = read(question("numerical", inner))
    assert item.body == {"answer": "1.50", "tolerance": "0.01", "unit": "m", "rationale": ""}
    assert told(question("numerical", inner)) == {("units", "cm"), ("wrong_feedback", "No")}


def test_pairs_and_steps():
    pair = "<subquestion format='html'><text>{}</text><answer><text>{}</text></answer></subquestion>"
    item = read(question("matching", pair.format("a", "1") + pair.format("", "2")))
    assert (item.body["pairs"], item.body["others"]) == ([{"key": "a", "left": "a", "right": "1"}], ["2"])
    item = read(question("ordering", answer("first", "1") + answer("second", "2")))
    assert [step["text"] for step in item.body["steps"]] == ["first", "second"]


@pytest.mark.parametrize(
    ("gap", "kind", "part"),
    [
        ("{1:SHORTANSWER:=Oslo#Since 1814~%50%Bergen}", "text", {"accepted": ["Oslo"]}),
        ("{1:SAC:=Oslo}", "text", {"is_case_sensitive": True}),
        ("{1:NUMERICAL:=12.5:0.1}", "numeric", {"answer": "12.5", "tolerance": "0.1"}),
        (r"{2:MCVS:=a \} b~c}", "single", {}),
        ("{:MR:=a~=b~c}", "multiple", {}),
    ],
)
def test_a_text_with_one_gap_is_a_question(gap, kind, part):
    item = read(question("cloze", "", f"<p>It is {gap} there.</p>"))
    assert item.kind == kind
    assert item.stem == r"It is \_\_\_\_\_ there."
    assert part.items() <= item.body.items()


@pytest.mark.parametrize(
    ("kind", "stem", "code"),
    [
        ("cloze", "{1:SA:=a} and {1:SA:=b}", "several_gaps"),
        ("cloze", "no gap", "no_question"),
        ("essay", "Write", "essay"),
        ("calculated", "{a} + {b}", "calculated"),
        ("description", "Read", "no_question"),
        ("ddwtos", "[[1]]", "unknown_kind"),
        ("shortanswer", "", "no_stem"),
    ],
)
def test_a_question_that_cannot_be_read_is_told_by_name_and_line(kind, stem, code):
    parsed = moodle.read(file(question(kind, answer("a", "100"), stem)))
    assert parsed.items == ()
    (remark,) = [one for one in parsed.remarks if one.is_left_out]
    assert (remark.code, remark.where.name, remark.where.line) == (code, "Q", 3)


def with_picture(stem: str, *, content: bytes = PNG, style: str = "html", inner: str = TWO) -> str:
    data = base64.b64encode(content).decode()
    found = question("multichoice", inner, stem, style)
    kept = f'<file name="a b.png" path="/" encoding="base64">{data}</file></questiontext>'
    return found.replace("</questiontext>", kept)


@pytest.mark.parametrize(
    ("stem", "style"),
    [
        ('<p>See <img src="@@PLUGINFILE@@/a%20b.png" alt="A bill"></p>', "html"),
        ("See\n\n![A bill](<@@PLUGINFILE@@/a b.png>)", "markdown"),
        ("See ![A bill](@@PLUGINFILE@@/a%20b.png)", "markdown"),
    ],
)
def test_a_picture_in_the_file_comes_with_its_question(stem, style):
    item = read(with_picture(stem, style=style))
    assert item.picture == Picture("a b.png", PNG, "A bill")
    assert item.stem == "See"


def test_a_picture_as_data_comes_too():
    data = base64.b64encode(PNG).decode()
    item = read(question("multichoice", TWO, f'<p>See</p><img src="data:image/png;base64,{data}" alt="x">'))
    assert item.picture is not None
    assert item.picture.content == PNG


def test_pictures_that_are_not_taken_are_told():
    two = '<p>See</p><img alt="x" src="@@PLUGINFILE@@/a%20b.png">'
    assert ("picture_further", "a b.png") in told(with_picture(two + two))
    assert ("picture_missing", "@@PLUGINFILE@@/c.png") in told(with_picture(two.replace("a%20b", "c")))
    assert ("picture_linked", "http://x.example/a.png") in told(
        question("multichoice", TWO, '<p>See</p><img src="http://x.example/a.png">')
    )
    part = answer('&lt;img src="@@PLUGINFILE@@/d.png"&gt;d', "100") + answer("e")
    assert ("picture_part", "@@PLUGINFILE@@/d.png") in told(question("multichoice", part))
    large = with_picture(two, content=b"\0" * (5 * 2**20 + 1))
    assert ("picture_large", "a b.png") in told(large)


def test_a_scenario_comes_back_by_its_tag():
    inner = f"<single>true</single>{answer('a', '100')}{answer('b', '50')}{answer('c')}"
    tags = "<tags><tag><text>scores:2</text></tag></tags>"
    item = read(question("multichoice", inner + tags))
    assert item.kind == "scenario"
    assert [one["score"] for one in item.body["options"]] == [2, 1, 0]


def test_old_files_are_read():
    inner = '<answer fraction="100">12<tolerance>1</tolerance></answer>'
    assert read(question("numerical", inner)).body["answer"] == "12"
