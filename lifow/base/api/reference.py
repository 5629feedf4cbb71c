"""The OpenAPI document as the documentation page shows it: resources, operations, fields, examples."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a body, or one parameter. `depth` counts the objects that it is inside of."""

    name: str
    kind: str
    text: str
    is_required: bool
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Operation:
    """One address with one method.

    request   a line of curl that can be typed
    response  the example that the schema gives, as JSON
    """

    id: str
    method: str
    path: str
    summary: str
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


def _resource(document: Document, name: str, operations: list[Any], site: str) -> Resource:
    [one] = [told for path, method, told in operations if path.endswith("{id}") and method == "get"]
    return Resource(
        name=name,
        about=one["description"],
        anchor=name.replace(" ", "-"),
        fields=tuple(_fields(document, _json(one["responses"]["200"])["schema"])),
        operations=tuple(_operation(document, *operation, site) for operation in operations),
    )


def _operation(document: Document, path: str, method: str, told: dict[str, Any], site: str) -> Operation:
    status = next(code for code in told["responses"] if code.startswith("2"))
    body = _json(told["requestBody"]) if "requestBody" in told else None
    example = _json(told["responses"][status])["examples"]
    return Operation(
        id=told["operationId"],
        method=method.upper(),
        path=path,
        summary=told["summary"],
        scope=next(iter(told["security"][0].values()))[0],
        parameters=tuple(
            Field(
                each["name"],
                kind_of(document, each["schema"]),
                each.get("description", ""),
                each.get("required", False),
            )
            for each in told.get("parameters", [])
        ),
        body=tuple(_fields(document, body["schema"])) if body else (),
        request=curl(path, method, told, site),
        status=status,
        response=json.dumps(_first(example), indent=2, ensure_ascii=False),
    )


def curl(path: str, method: str, told: Mapping[str, Any], site: str) -> str:
    """A request that can be typed, with the token in $TOKEN."""
    example = _first(_json(told["responses"][next(iter(told["responses"]))])["examples"])
    address = path.replace("{id}", example.get("id", "")) if "{id}" in path else path
    lines = [f"curl {site}{address}", '-H "Authorization: Bearer $TOKEN"']
    if method == "post":
        body = json.dumps(_first(_json(told["requestBody"])["examples"]), ensure_ascii=False)
        key = next(each for each in told["parameters"] if each["name"] == "Idempotency-Key")
        lines += [
            f'-H "Idempotency-Key: {key["schema"]["example"]}"',
            "--json '" + body.replace("'", "'\\''") + "'",
        ]
    return " \\\n  ".join(lines)


def kind_of(document: Document, schema: Document) -> str:
    """The type in a few words, such as “string”, “list of number” or “string or null”."""
    schema = resolved(document, schema)
    if "oneOf" in schema or "anyOf" in schema:
        options = [kind_of(document, each) for each in schema.get("oneOf") or schema["anyOf"]]
        return " or ".join(dict.fromkeys(options))
    kinds = schema.get("type", "object")
    words = [kinds] if isinstance(kinds, str) else list(kinds)
    if schema.get("enum"):
        options = [str(value) for value in schema["enum"] if value is not None]
        return " | ".join(options) + (" or null" if "null" in words else "")
    if "array" in words:
        return f"list of {kind_of(document, schema.get('items', {}))}"
    return " or ".join(
        f"{word} ({schema['format']})" if _has_format(word, schema) else word for word in words
    )


def _has_format(word: str, schema: Document) -> bool:
    return word == "string" and schema.get("format") in ("date", "date-time", "email", "time")


def _fields(document: Document, schema: Document, depth: int = 0) -> Iterator[Field]:
    whole = resolved(document, schema)
    for name, told in whole.get("properties", {}).items():
        seen = resolved(document, told)
        text = told.get("description") or seen.get("description", "")
        yield Field(name, kind_of(document, told), _one_line(text), name in whole.get("required", []), depth)
        inner = next((each for each in (seen, *seen.get("oneOf", ()), *seen.get("anyOf", ())) if each), seen)
        inside = resolved(document, inner.get("items", inner))
        if inside.get("properties"):
            yield from _fields(document, inside, depth + 1)


def _one_line(text: str) -> str:
    """Without the list of choices that the generator appends: the type has them."""
    return text.split("\n")[0].strip() if not text.startswith("*") else ""


def _json(told: Document) -> Document:
    return told["content"]["application/json"]


def _first(examples: Mapping[str, Any]) -> Any:
    return next(iter(examples.values()))["value"]
