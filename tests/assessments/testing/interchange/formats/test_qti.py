"""QTI 2 as TAO and others write it, alone and in packages, and what of it is not taken over."""

import pytest

from assessments.testing.interchange.formats import qti
from assessments.testing.interchange.formats.archives import Archive, packed
from assessments.testing.interchange.formats.items import ParsedItem, Picture

TEMPLATES = "http://www.imsglobal.org/question/qti_v2p1/rptemplates"
MATCH = f'<responseProcessing template="{TEMPLATES}/match_correct"/>'
MAP = f'<responseProcessing template="{TEMPLATES}/map_response"/>'
OPTIONS = {"A": "Everybody", "B": "The lead"}
CHOICES = "".join(f'<simpleChoice identifier="{key}">{text}</simpleChoice>' for key, text in OPTIONS.items())


def declared(values: str, *, cardinality: str = "single", kind: str = "identifier", mapping: str = "") -> str:
    correct = "".join(f"<value>{value}</value>" for value in values.split("|") if value)
    inner = f"<correctResponse>{correct}</correctResponse>" if correct else ""
    said = f'identifier="RESPONSE" cardinality="{cardinality}" baseType="{kind}"'
    return f"<responseDeclaration {said}>{inner}{mapping}</responseDeclaration>"


def mapped(**values: str) -> str:
    entries = "".join(f'<mapEntry mapKey="{key}" mappedValue="{value}"/>' for key, value in values.items())
    return f'<mapping defaultValue="0">{entries}</mapping>'


def item(declaration: str, body: str, processing: str = MATCH, more: str = "", said: str = "") -> bytes:
    name = 'identifier="i1" title="Refunds" adaptive="false" timeDependent="false"'
    start = f'<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" {name} {said}>'
    return f"{start}{declaration}<itemBody>{body}</itemBody>{processing}{more}</assessmentItem>".encode()


def choice(inner: str = CHOICES, most: int = 1, prompt: str = "Who may refund?") -> str:
    asked = f"<prompt>{prompt}</prompt>" if prompt else ""
    said = f'responseIdentifier="RESPONSE" shuffle="true" maxChoices="{most}"'
    return f"<choiceInteraction {said}>{asked}{inner}</choiceInteraction>"


def read(data: bytes) -> ParsedItem:
    (found,) = qti.read(data).items
    return found


def told(data: bytes) -> list[tuple[str, str]]:
    return [(one.code, one.value) for one in qti.read(data).remarks]


def right(found: ParsedItem) -> list[str]:
    return [one["text"] for one in found.body["options"] if one["is_right"]]


def test_a_choice_with_a_text_before_it():
    body = f'<div class="col-12"><p>Read <strong>this</strong>.</p></div><div>{choice()}</div>'
    found = read(item(declared("A"), body, said='xml:lang="en-US"'))
    assert (found.kind, right(found)) == ("single", ["Everybody"])
    assert found.stem == "Read **this**.\n\nWho may refund?"
    assert (found.key, found.language, found.where.name) == ("i1", "en-US", "Refunds")
    assert qti.read(item(declared("A"), body)).remarks == ()


def test_several_right_answers_with_and_without_points():
    several = declared("A|B", cardinality="multiple")
    assert right(read(item(several, choice(most=0)))) == ["Everybody", "The lead"]
    points = declared("A", cardinality="multiple", mapping=mapped(A="1", B="-1"))
    assert right(read(item(points, choice(most=0), MAP))) == ["Everybody"]
    assert told(item(points, choice(most=0), MAP)) == [("partial_credit", "")]


def test_whole_points_that_differ_are_a_graded_scenario():
    found = read(item(declared("A", mapping=mapped(A="2", B="1")), choice(), MAP))
    assert found.kind == "scenario"
    assert [one["score"] for one in found.body["options"]] == [2, 1]


def test_parts_of_points_are_told():
    data = item(declared("A", mapping=mapped(A="1", B="0.5")), choice(), MAP)
    assert right(read(data)) == ["Everybody"]
    assert told(data) == [("weight", "The lead")]


def test_what_is_said_of_an_option_stays_with_it():
    inline = CHOICES.replace(
        "Everybody", 'Everybody<feedbackInline outcomeIdentifier="F" identifier="A">Up to 50</feedbackInline>'
    )
    modal = '<modalFeedback outcomeIdentifier="F" identifier="B"><p>Before 2024</p></modalFeedback>'
    wrong = '<modalFeedback outcomeIdentifier="F" identifier="no">Try again</modalFeedback>'
    data = item(declared("A"), choice(inline), more=modal + wrong)
    assert [one["rationale"] for one in read(data).body["options"]] == ["Up to 50", "Before 2024"]
    assert told(data) == [("feedback", "Try again")]


def test_steps_are_in_the_order_of_the_right_answer():
    steps = (
        f'<orderInteraction responseIdentifier="RESPONSE"><prompt>Sort</prompt>{CHOICES}</orderInteraction>'
    )
    found = read(item(declared("B|A", cardinality="ordered"), steps))
    assert [step["text"] for step in found.body["steps"]] == ["The lead", "Everybody"]


def match(*lefts: str, rights: str = "XY") -> str:
    groups = [
        "".join(
            f'<simpleAssociableChoice identifier="{one}" matchMax="1">{one.lower()}</simpleAssociableChoice>'
            for one in group
        )
        for group in (lefts, rights)
    ]
    sets = "".join(f"<simpleMatchSet>{group}</simpleMatchSet>" for group in groups)
    return f'<matchInteraction responseIdentifier="RESPONSE"><prompt>Match</prompt>{sets}</matchInteraction>'


def test_pairs_and_what_belongs_to_none():
    pairs = declared("A X|B X", cardinality="multiple", kind="directedPair")
    body = read(item(pairs, match("A", "B"))).body
    assert [(one["left"], one["right"]) for one in body["pairs"]] == [("a", "x"), ("b", "x")]
    assert body["others"] == ["y"]


ENTRY = '<textEntryInteraction responseIdentifier="RESPONSE"/>'


def test_a_text_with_accepted_forms():
    declaration = declared("York", kind="string", mapping=mapped(York="1", york="0.5"))
    found = read(item(declaration, f"<p>This sun of {ENTRY};</p>", MAP))
    assert found.stem == r"This sun of \_\_\_\_\_;"
    assert found.body == {"accepted": ["York"], "is_case_sensitive": True, "rationale": ""}


def equal(mode: str, tolerance: str) -> str:
    both = '<variable identifier="RESPONSE"/><correct identifier="RESPONSE"/>'
    rule = f'<equal toleranceMode="{mode}" tolerance="{tolerance}">{both}</equal>'
    gain = '<setOutcomeValue identifier="SCORE"><baseValue baseType="float">1</baseValue></setOutcomeValue>'
    inner = f"<responseIf>{rule}{gain}</responseIf>"
    return f"<responseProcessing><responseCondition>{inner}</responseCondition></responseProcessing>"


@pytest.mark.parametrize(
    ("processing", "tolerance", "codes"),
    [
        (MATCH, "0", []),
        (equal("absolute", "0.5"), "0.5", []),
        (equal("absolute", "0.5 1"), "1", ["sides"]),
        (equal("relative", "10"), "2", ["relative_tolerance"]),
    ],
)
def test_a_number_with_its_tolerance_and_unit(processing, tolerance, codes):
    data = item(declared("20", kind="float"), f"<p>How long?</p><p>{ENTRY} km</p>", processing)
    body = read(data).body
    assert (body["answer"], body["tolerance"], body["unit"]) == ("20", tolerance, "km")
    assert [code for code, _value in told(data)] == codes


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (item(declared("A"), "<p>Read.</p>"), "no_question"),
        (item(declared("A"), choice() + choice()), "several_interactions"),
        (item(declared(""), '<extendedTextInteraction responseIdentifier="RESPONSE"/>'), "essay"),
        (item(declared(""), '<sliderInteraction responseIdentifier="RESPONSE"/>'), "unknown_kind"),
        (item(declared("A"), match("A", "B")), "no_key"),
        (item(declared("", kind="string"), f"<p>What? {ENTRY}</p>"), "no_key"),
        (item(declared("ten", kind="float"), f"<p>What? {ENTRY}</p>"), "not_a_number"),
        (item('<templateDeclaration identifier="N"/>' + declared("A"), choice()), "calculated"),
        (item(declared("A"), choice()).replace(b'adaptive="false"', b'adaptive="true"'), "adaptive"),
        (item(declared("A"), choice(prompt="")), "no_stem"),
    ],
)
def test_an_item_that_cannot_be_read_is_told_by_name(data, code):
    parsed = qti.read(data)
    assert parsed.items == ()
    (remark,) = [one for one in parsed.remarks if one.is_left_out]
    assert (remark.code, remark.where.name) == (code, "Refunds")


def test_what_an_item_loses_is_told():
    body = (
        '<rubricBlock view="scorer">Strict</rubricBlock><p>Read <object data="a.mp3" type="audio/mpeg"/></p>'
        f'<math xmlns="http://www.w3.org/1998/Math/MathML"><mi>x</mi></math>{choice()}'
    )
    outcome = '<outcomeDeclaration identifier="RISK" cardinality="single" baseType="float"/>'
    rule = "<responseProcessing><responseCondition><customOperator/></responseCondition></responseProcessing>"
    codes = {code for code, _value in told(item(declared("A") + outcome, body, rule))}
    assert codes == {"rubric", "media", "markup", "outcomes", "response_processing"}


def resource(path: str, kind: str = "imsqti_item_xmlv2p1", metadata: str = "") -> str:
    return f'<resource identifier="r" type="{kind}" href="{path}">{metadata}</resource>'


def package(*resources: str, **files: bytes) -> bytes:
    manifest = f'<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"><resources>{"".join(resources)}</resources></manifest>'
    named = {name.replace("__", "/").replace("_", "."): content for name, content in files.items()}
    return packed({"imsmanifest.xml": manifest.encode(), **named})


def test_a_package_with_a_picture_and_its_classification():
    body = f'<p>See <img src="img/bill.png" alt="A bill"/></p>{choice()}'
    said = (
        "<metadata><lom><classification><purpose><value>competency</value></purpose><taxonPath><taxon>"
        "<entry><string>Refund policy</string></entry></taxon></taxonPath></classification></lom></metadata>"
    )
    data = package(
        resource("i1/qti.xml", metadata=said),
        resource("test.xml", "imsqti_test_xmlv2p1"),
        resource("gone.xml"),
        i1__qti_xml=item(declared("A"), body),
        i1__img__bill_png=b"PNG",
        test_xml=b"<assessmentTest/>",
        readme_txt=b"hello",
    )
    found = read(data)
    assert (found.picture, found.skill) == (Picture("bill.png", b"PNG", "A bill"), "Refund policy")
    assert found.where.file == "i1/qti.xml"
    assert {*told(data)} == {("no_file", "gone.xml"), ("tests", "test.xml"), ("files", "readme.txt")}


def test_a_broken_item_of_a_package_leaves_the_others():
    data = package(
        resource("a.xml"), resource("b.xml"), a_xml=b"<assessmentItem>", b_xml=item(declared("A"), choice())
    )
    parsed = qti.read(data)
    assert len(parsed.items) == 1
    assert [one.code for one in parsed.remarks] == ["unreadable_file"]


def test_a_package_without_a_manifest_has_the_items_that_are_in_it():
    assert len(qti.read(packed({"x/a.xml": item(declared("A"), choice())})).items) == 1


def test_what_is_written_is_a_package_of_plain_items():
    found = read(item(declared("A"), choice()))
    written = qti.write([found])
    assert written.ending == "zip"
    assert b"rptemplates/match_correct" in Archive(written.content).read("items/0001/item.xml")
