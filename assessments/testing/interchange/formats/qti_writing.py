"""Items as a QTI 2.1 package; see `qti`. Areas of a picture are a remark."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from assessments.testing.interchange.formats.archives import packed
from assessments.testing.interchange.formats.gift_writing import name_of
from assessments.testing.interchange.formats.items import (
    HOTSPOT,
    MATCH,
    MULTIPLE,
    NUMERIC,
    ORDER,
    SCENARIO,
    SINGLE,
    TEXT,
    ParsedItem,
    Written,
)
from assessments.testing.interchange.formats.qti_markup import xhtml_of_markdown, xhtml_of_plain
from assessments.testing.interchange.formats.remarks import LeftOutError, Remark, Where

TOOL = "lifow"
NAMESPACE = "http://www.imsglobal.org/xsd/imsqti_v2p1"
PACKAGE = "http://www.imsglobal.org/xsd/imscp_v1p1"
METADATA = "http://ltsc.ieee.org/xsd/LOM"
ITEM_TYPE = "imsqti_item_xmlv2p1"
TEMPLATES = "http://www.imsglobal.org/question/qti_v2p1/rptemplates"
_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,79}")
_RESPONSE = '<variable identifier="RESPONSE"/>'
_MATCHES = f'<match>{_RESPONSE}<correct identifier="RESPONSE"/></match>'


def write(items: Iterable[ParsedItem]) -> Written:
    """The items as a package: a manifest, a file an item, and their pictures."""
    files: dict[str, bytes] = {}
    resources: list[str] = []
    remarks: list[Remark] = []
    for number, item in enumerate(items, start=1):
        where = Where(name=name_of(item))
        try:
            files |= _files(item, number, resources, remarks, where)
        except LeftOutError as error:
            remarks.append(Remark(error.code, where, error.value))
    manifest = _manifest(resources).encode()
    return Written(packed({"imsmanifest.xml": manifest, **files}), "zip", tuple(remarks))


def _files(
    item: ParsedItem, number: int, resources: list[str], remarks: list[Remark], where: Where
) -> dict[str, bytes]:
    if item.kind == HOTSPOT:
        raise LeftOutError("not_carried", item.kind)
    identifier = item.key if _IDENTIFIER.fullmatch(item.key) else f"item-{number}"
    folder = f"items/{number:04d}"
    stem, lost = xhtml_of_markdown(item.stem)
    if lost:
        remarks.append(Remark("no_tags", where, ", ".join(lost)))
    files, picture = {}, ""
    if item.picture is not None:
        name = _file_name(item.picture.name)
        files[f"{folder}/{name}"] = item.picture.content
        picture = f"<div><img src={quoteattr(quote(name))} alt={quoteattr(item.picture.alt)}/></div>"
    lines = [f"<div>{stem}</div>", picture] if stem else [picture]
    files = {f"{folder}/item.xml": _item(item, identifier, where.name, lines).encode(), **files}
    resources.append(_resource(item, identifier, files))
    return files


def _file_name(name: str) -> str:
    """A name as one of a file in a folder of its own."""
    found = re.sub(r"[/\\:\x00-\x1f]", "_", name).strip(". ")
    return found or "picture"


def _item(item: ParsedItem, identifier: str, title: str, stem: Iterable[str]) -> str:
    declaration, interaction, scored = _KINDS[item.kind](item.body)
    feedback = list(_feedback(item))
    language = f" xml:lang={quoteattr(item.language)}" if item.language else ""
    said = {"xmlns": NAMESPACE, "identifier": identifier, "title": title, "label": item.key}
    said |= {"adaptive": "false", "timeDependent": "false", "toolName": TOOL}
    attributes = " ".join(f"{name}={quoteattr(value)}" for name, value in said.items())
    outcomes = '<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>'
    if feedback:
        cardinality = "multiple" if item.kind == MULTIPLE else "single"
        outcomes += (
            f'<outcomeDeclaration identifier="FEEDBACK" cardinality="{cardinality}" baseType="identifier"/>'
        )
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f"<assessmentItem {attributes}{language}>",
            declaration,
            outcomes,
            "<itemBody>",
            *stem,
            interaction,
            "</itemBody>",
            _processing(item.kind, scored, has_feedback=bool(feedback)),
            *feedback,
            "</assessmentItem>",
            "",
        ]
    )


def _feedback(item: ParsedItem) -> Iterator[str]:
    said = {row["key"]: row["rationale"] for row in item.body.get("options", ())}
    said["rationale"] = item.body.get("rationale", "")
    for identifier, text in said.items():
        if text:
            start = f'<modalFeedback outcomeIdentifier="FEEDBACK" showHide="show" identifier="{identifier}">'
            yield f"{start}{xhtml_of_plain(text)}</modalFeedback>"


def _processing(kind: str, scored: str, *, has_feedback: bool) -> str:
    """The rule that scores; a usual one by its name, where nothing is said of the answers."""
    if not has_feedback and scored in ("match_correct", "map_response"):
        return f'<responseProcessing template="{TEMPLATES}/{scored}"/>'
    one = '<baseValue baseType="float">1</baseValue>'
    if scored == "map_response":
        rule = '<setOutcomeValue identifier="SCORE"><mapResponse identifier="RESPONSE"/></setOutcomeValue>'
    else:
        condition = _MATCHES if scored == "match_correct" else scored
        rule = (
            f'<responseIf>{condition}<setOutcomeValue identifier="SCORE">{one}</setOutcomeValue></responseIf>'
        )
        rule = f"<responseCondition>{rule}</responseCondition>"
    if has_feedback:
        is_choice = kind in (SINGLE, MULTIPLE, SCENARIO)
        value = _RESPONSE if is_choice else '<baseValue baseType="identifier">rationale</baseValue>'
        rule += f'<setOutcomeValue identifier="FEEDBACK">{value}</setOutcomeValue>'
    return f"<responseProcessing>{rule}</responseProcessing>"


def _declared(cardinality: str, base_type: str, values: Iterable[str], mapping: str = "") -> str:
    correct = "".join(f"<value>{escape(value)}</value>" for value in values)
    inner = f"<correctResponse>{correct}</correctResponse>" if correct else ""
    start = f'<responseDeclaration identifier="RESPONSE" cardinality="{cardinality}" baseType="{base_type}">'
    return f"{start}{inner}{mapping}</responseDeclaration>"


def _mapping(entries: Iterable[str]) -> str:
    return f'<mapping defaultValue="0">{"".join(entries)}</mapping>'


def _simple(rows: Iterable[Mapping[str, Any]]) -> str:
    return "".join(
        f'<simpleChoice identifier="{row["key"]}">{xhtml_of_plain(row["text"])}</simpleChoice>'
        for row in rows
    )


def _interaction(name: str, inner: str, said: str = "") -> str:
    return f'<{name} responseIdentifier="RESPONSE" shuffle="true"{said}>{inner}</{name}>'


def _single(body: Mapping[str, Any]) -> tuple[str, str, str]:
    right = [row["key"] for row in body["options"] if row["is_right"]]
    choice = _interaction("choiceInteraction", _simple(body["options"]), ' maxChoices="1"')
    return _declared("single", "identifier", right), choice, "match_correct"


def _multiple(body: Mapping[str, Any]) -> tuple[str, str, str]:
    right = [row["key"] for row in body["options"] if row["is_right"]]
    choice = _interaction("choiceInteraction", _simple(body["options"]), ' maxChoices="0"')
    return _declared("multiple", "identifier", right), choice, "match_correct"


def _scenario(body: Mapping[str, Any]) -> tuple[str, str, str]:
    rows = body["options"]
    best = max((row["score"] for row in rows), default=0)
    entries = [f'<mapEntry mapKey="{row["key"]}" mappedValue="{row["score"]}"/>' for row in rows]
    right = [row["key"] for row in rows if row["score"] == best][:1]
    choice = _interaction("choiceInteraction", _simple(rows), ' maxChoices="1"')
    return _declared("single", "identifier", right, _mapping(entries)), choice, "map_response"


def _order(body: Mapping[str, Any]) -> tuple[str, str, str]:
    keys = [row["key"] for row in body["steps"]]
    return (
        _declared("ordered", "identifier", keys),
        _interaction("orderInteraction", _simple(body["steps"])),
        "match_correct",
    )


def _match(body: Mapping[str, Any]) -> tuple[str, str, str]:
    """Each right side stands once, however many left ones have it."""
    texts = dict.fromkeys([pair["right"] for pair in body["pairs"]] + list(body["others"]))
    rights = {text: f"right-{number}" for number, text in enumerate(texts, start=1)}
    lefts = {pair["key"]: pair["left"] for pair in body["pairs"]}
    most = len(lefts)
    inner = "".join(
        f"<simpleMatchSet>{choices}</simpleMatchSet>"
        for choices in (
            "".join(_associable(key, text, 1) for key, text in lefts.items()),
            "".join(_associable(key, text, most) for text, key in rights.items()),
        )
    )
    pairs = [f"{pair['key']} {rights[pair['right']]}" for pair in body["pairs"]]
    match = _interaction("matchInteraction", inner, f' maxAssociations="{most}"')
    return _declared("multiple", "directedPair", pairs), match, "match_correct"


def _associable(key: str, text: str, most: int) -> str:
    words = xhtml_of_plain(text)
    return f'<simpleAssociableChoice identifier="{key}" matchMax="{most}">{words}</simpleAssociableChoice>'


def _number(body: Mapping[str, Any]) -> tuple[str, str, str]:
    tolerance = quoteattr(f"{body['tolerance']} {body['tolerance']}")
    both = f'{_RESPONSE}<correct identifier="RESPONSE"/>'
    equal = f'<equal toleranceMode="absolute" tolerance={tolerance}>{both}</equal>'
    unit = f" {escape(body['unit'])}" if body["unit"] else ""
    entry = f'<p><textEntryInteraction responseIdentifier="RESPONSE"/>{unit}</p>'
    return _declared("single", "float", [body["answer"]]), entry, equal


def _text(body: Mapping[str, Any]) -> tuple[str, str, str]:
    sensitive = "true" if body["is_case_sensitive"] else "false"
    entries = [
        f'<mapEntry mapKey={quoteattr(text)} mappedValue="1" caseSensitive="{sensitive}"/>'
        for text in body["accepted"]
    ]
    entry = '<p><textEntryInteraction responseIdentifier="RESPONSE"/></p>'
    mapping = _mapping(entries) if entries else ""
    return _declared("single", "string", body["accepted"][:1], mapping), entry, "map_response"


_KINDS: Mapping[str, Callable[[Mapping[str, Any]], tuple[str, str, str]]] = {
    SINGLE: _single,
    MULTIPLE: _multiple,
    SCENARIO: _scenario,
    ORDER: _order,
    MATCH: _match,
    NUMERIC: _number,
    TEXT: _text,
}


def _resource(item: ParsedItem, identifier: str, files: Mapping[str, bytes]) -> str:
    said = {"competency": item.skill, "skill level": str(item.level or "")}
    classified = "".join(_classified(purpose, value) for purpose, value in said.items() if value)
    metadata = f"<metadata><imsmd:lom>{classified}</imsmd:lom></metadata>" if classified else ""
    inside = "".join(f"<file href={quoteattr(quote(path))}/>" for path in files)
    href = quoteattr(quote(next(iter(files))))
    name = quoteattr(f"resource-{identifier}")
    return f'<resource identifier={name} type="{ITEM_TYPE}" href={href}>{metadata}{inside}</resource>'


def _classified(purpose: str, value: str) -> str:
    source = "<imsmd:source>LOMv1.0</imsmd:source>"
    entry = f"<imsmd:entry><imsmd:string>{escape(value)}</imsmd:string></imsmd:entry>"
    return (
        f"<imsmd:classification><imsmd:purpose>{source}<imsmd:value>{purpose}</imsmd:value></imsmd:purpose>"
        f"<imsmd:taxonPath><imsmd:taxon>{entry}</imsmd:taxon></imsmd:taxonPath></imsmd:classification>"
    )


def _manifest(resources: Iterable[str]) -> str:
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<manifest xmlns="{PACKAGE}" xmlns:imsmd="{METADATA}" identifier="lifow-items">',
            "<metadata><schema>QTIv2.1 Package</schema><schemaversion>1.0.0</schemaversion></metadata>",
            "<organizations/>",
            "<resources>",
            *resources,
            "</resources>",
            "</manifest>",
            "",
        ]
    )
