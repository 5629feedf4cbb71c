"""The OpenAPI document as the documentation page shows it: resources, operations, fields, examples."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Document = Mapping[str, Any]
ID = re.compile(r"\^(?P<prefix>[a-z]{3}_)")
# Said once, in the part on how to begin.
OF_EVERY_READING = ("If-None-Match",)
FORMATS = ("date", "date-time", "email")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a body, or one parameter. `path` joins it with the objects that it is inside of."""

    path: str
    kind: str
    text: str
    is_required: bool


@dataclass(frozen=True, slots=True)
class Operation:
    """One address with one method.

    about     what there is to say beside what is said of the resource
    request   a line of curl that can be typed
    response  the example that the schema gives, as JSON
    """

    id: str
    method: str
    path: str
    summary: str
    about: str
    scope: str
    parameters: tuple[Field, ...]
    body: tuple[Field, ...]
    request: str
    status: str
    response: str


@dataclass(frozen=True, slots=True)
class Resource:
    """What the page has one part for; `fields` are those of one thing."""

    name: str
    about: str
    anchor: str
    fields: tuple[Field, ...]
    operations: tuple[Operation, ...]


def resources_of(document: Document, *, site: str) -> tuple[Resource, ...]:
    """Every resource of the document, in the order of its addresses; `site` is the start of each URL."""
    found: dict[str, list[tuple[str, str, dict[str, Any]]]] = {}
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            found.setdefault(told["tags"][0], []).append((path, method, told))
    return tuple(_resource(document, name, operations, site) for name, operations in found.items())


def resolved(document: Document, schema: Document) -> Document:
    """The schema that a reference leads to, references to references too."""
    if "allOf" in schema and len(schema["allOf"]) == 1:
        return {**resolved(document, schema["allOf"][0]), **{k: v for k, v in schema.items() if k != "allOf"}}
    if "$ref" not in schema:
        return schema
    found: Any = document
    for part in schema["$ref"].removeprefix("#/").split("/"):
        found = found[part]
    return resolved(document, found)


def _resource(
    document: Document, name: str, operations: list[tuple[str, str, dict[str, Any]]], site: str
) -> Resource:
    things = [told for path, method, told in operations if path.endswith("{id}") and method == "get"]
    # What is a list alone is told by its page.
    one = things[0] if things else operations[0][2]
    return Resource(
        name=name,
        about=one["description"],
        anchor=name.replace(" ", "-"),
        fields=tuple(_fields(document, _json(one["responses"]["200"])["schema"])),
        operations=tuple(_operation(document, path, method, told, site) for path, method, told in operations),
    )


def _operation(document: Document, path: str, method: str, told: dict[str, Any], site: str) -> Operation:
    status = next(code for code in told["responses"] if code.startswith("2"))
    body = next(iter(told["requestBody"]["content"].values())) if "requestBody" in told else None
    return Operation(
        id=told["operationId"],
        method=method.upper(),
        path=path,
        summary=told["summary"],
        about=told["description"] if method != "get" or path.endswith("/deleted") else "",
        scope=next(iter(told["security"][0].values()))[0],
        parameters=tuple(
            Field(
                each["name"],
                kind_of(document, each["schema"]),
                each.get("description", ""),
                each.get("required", False) and each["in"] != "path",
            )
            for each in told.get("parameters", [])
            if each["name"] not in OF_EVERY_READING
        ),
        body=tuple(_fields(document, body["schema"])) if body else (),
        request=curl(path, method, told, site),
        status=status,
        response=_shown(told["responses"][status]["content"]),
    )


def curl(path: str, method: str, told: Mapping[str, Any], site: str) -> str:
    """A request that can be typed, with the token in $TOKEN."""
    parameters = {each["name"]: each["schema"].get("example", "") for each in told.get("parameters", [])}
    address = path
    for name, value in parameters.items():
        address = address.replace(f"{{{name}}}", str(value))
    lines = [f"curl {site}{address}", '-H "Authorization: Bearer $TOKEN"']
    if method == "put" or (method == "post" and "requestBody" not in told):
        lines.append(f"-X {method.upper()}")
    if "Idempotency-Key" in parameters:
        lines.append(f'-H "Idempotency-Key: {parameters["Idempotency-Key"]}"')
    content = told.get("requestBody", {}).get("content", {})
    if "multipart/form-data" in content:
        lines += [
            f"-F {name}={value}" for name, value in _first(content["multipart/form-data"]["examples"]).items()
        ]
    elif content:
        body = _shown(content)
        lines.append("--json '" + body.replace("'", "'\\''") + "'")
    return " \\\n  ".join(lines)


def kind_of(document: Document, schema: Document) -> str:
    """The type in a few words, such as “string”, “list of number” or “string or null”."""
    schema = resolved(document, schema)
    if "oneOf" in schema:
        return " or ".join(dict.fromkeys(kind_of(document, each) for each in schema["oneOf"]))
    kinds = schema.get("type", "object")
    words = [kinds] if isinstance(kinds, str) else list(kinds)
    if schema.get("enum"):
        options = [str(value) for value in schema["enum"] if value is not None]
        return " | ".join(options) + (" or null" if "null" in words else "")
    if "array" in words:
        return f"list of {kind_of(document, schema.get('items', {}))}"
    return " or ".join(_kind_of_text(schema) if word == "string" else word for word in words)


def _kind_of_text(schema: Document) -> str:
    found = ID.match(schema.get("pattern", ""))
    if found:
        return f"id {found['prefix']}…"
    return schema["format"] if schema.get("format") in FORMATS else "string"


def _fields(document: Document, schema: Document, above: str = "") -> Iterator[Field]:
    whole = resolved(document, schema)
    for name, told in whole.get("properties", {}).items():
        seen = resolved(document, told)
        text = told.get("description") or seen.get("description", "")
        yield Field(above + name, kind_of(document, told), text, name in whole.get("required", []))
        first = next(iter(seen.get("oneOf", ())), seen)
        yield from _fields(document, first.get("items", first), f"{above}{name}.")


def _json(told: Document) -> Document:
    return told["content"]["application/json"]


def _shown(content: Mapping[str, Any]) -> str:
    """The example of a body: as JSON, or the text that it is."""
    example = _first(next(iter(content.values()))["examples"])
    return example if isinstance(example, str) else json.dumps(example, indent=2, ensure_ascii=False)


def _first(examples: Mapping[str, Any]) -> Any:
    return next(iter(examples.values()))["value"]
