"""Changes of made pages, as products change between versions."""

import re
import string
from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from random import Random

from benchmarks.guidance_targets.designs import hash_of
from benchmarks.guidance_targets.nodes import Node, node

WORDS = [
    "alpha",
    "bright",
    "clear",
    "delta",
    "entry",
    "frame",
    "group",
    "handle",
    "inner",
    "joint",
    "kit",
    "large",
    "main",
    "north",
    "outer",
    "panel",
    "quick",
    "region",
    "stack",
    "tile",
    "unit",
    "view",
    "wide",
    "zone",
]
SYLLABLES = [
    "ber",
    "den",
    "gar",
    "hol",
    "ken",
    "lau",
    "mon",
    "nie",
    "pra",
    "que",
    "ris",
    "sol",
    "tun",
    "ver",
    "wal",
    "zig",
    "ach",
    "lor",
    "min",
    "tes",
]
SYNONYMS = {
    "save": "store",
    "delete": "remove",
    "remove": "delete",
    "add": "create",
    "new": "create",
    "edit": "change",
    "send": "submit",
    "search": "find",
    "settings": "preferences",
    "cancel": "discard",
    "open": "show",
    "close": "hide",
    "next": "continue",
    "details": "information",
    "address": "location",
}
POINTS_AT_IDS = ("for", "aria-labelledby", "aria-controls", "aria-describedby")
# What stands only where it stands.
INSIDE_ONLY = frozenset({"body", "tr", "td", "th", "li", "option", "path", "use"})
MIXED = frozenset({"ul", "ol", "tr", "nav", "form", "main", "table"})

Mutation = Callable[[Random, Node, str], None]


def _made_id(rng: Random) -> str:
    return rng.choice("abcdefgh") + "".join(rng.choices("0123456789abcdef", k=9))


def rename_classes(rng: Random, page: Node, _key: str) -> None:
    """Every class gets another name: by a build, or by another habit."""
    hashed = rng.random() < 0.5
    renamed: dict[str, str] = {}
    for element in page.walk():
        old = element.attributes.get("class", "").split()
        for name in old:
            built = f"{rng.choice(['css', 'sc', 'x'])}-{_made_id(rng)[:6]}"
            renamed.setdefault(name, built if hashed else f"{rng.choice(WORDS)}-{rng.choice(WORDS)}")
        if old:
            element.attributes["class"] = " ".join(renamed[name] for name in old)


def hash_ids(rng: Random, page: Node, _key: str) -> None:
    """Every id is made by a program; what points at one follows."""
    renamed: dict[str, str] = {}
    for element in page.walk():
        if "id" in element.attributes:
            element.attributes["id"] = renamed.setdefault(element.attributes["id"], _made_id(rng))
    for element in page.walk():
        for name in POINTS_AT_IDS:
            if name in element.attributes:
                element.attributes[name] = renamed.get(element.attributes[name], element.attributes[name])


def rename_attributes(rng: Random, page: Node, _key: str) -> None:
    """Names of fields, test ids and addresses follow another habit."""
    for element in page.walk():
        for name in ("name", "data-testid"):
            if name in element.attributes:
                element.attributes[name] = f"{rng.choice(WORDS)}_{rng.choice(WORDS)}"
        if "href" in element.attributes and element.tag == "a":
            element.attributes["href"] = f"/{rng.choice(WORDS)}/{rng.choice(WORDS)}"


def drift(rng: Random, page: Node, key: str, share: float) -> None:
    """What every release does here and there: an id, a class, a tag around, an element more or less."""
    for element in list(page.walk()):
        if rng.random() < share and "id" in element.attributes:
            element.attributes["id"] = f"{rng.choice(WORDS)}-{rng.choice(WORDS)}"
        if rng.random() < share:
            classes = element.attributes.get("class", "").split()
            element.attributes["class"] = " ".join([*classes[rng.randrange(2) :], rng.choice(WORDS)])
        if rng.random() < share:
            _change_children(rng, element, key)


def _change_children(rng: Random, element: Node, key: str) -> None:
    inner = [at for at, child in enumerate(element.children) if isinstance(child, Node)]
    if not inner:
        return
    at = rng.choice(inner)
    child = element.children[at]
    assert isinstance(child, Node)
    what = rng.randrange(3)
    if what == 0 and child.tag not in INSIDE_ONLY:
        element.children[at] = node("div", child, class_=rng.choice(WORDS))
    elif what == 1 and not any(below.key == key for below in child.walk()):
        del element.children[at]
    elif what == 2:
        element.children.insert(at, _new_neighbour(rng, child))


def _new_neighbour(rng: Random, beside: Node) -> Node:
    """An element like the one beside it, with words of its own."""
    words = f"{rng.choice(WORDS)} {rng.choice(WORDS)}".capitalize()
    if beside.tag in ("tr", "li", "option"):
        return node(
            beside.tag,
            node("td" if beside.tag == "tr" else "span", words),
            class_=beside.attributes.get("class", ""),
        )
    return node(
        rng.choice(["button", "p", "a", beside.tag]),
        words,
        class_=beside.attributes.get("class", ""),
        href=f"/{rng.choice(WORDS)}",
    )


def change_records(rng: Random, page: Node, key: str) -> None:
    """Lists show other records than yesterday.

    New ones above or between, some gone, the target's still there.
    """
    for element in page.walk():
        rows = [child for child in element.children if isinstance(child, Node)]
        tags = {child.tag for child in rows[1:]}
        if (
            len(rows) < 4
            or len(tags) != 1
            or not tags & {"tr", "li", "div", "article"}
            or not any(row.key for child in rows[1:] for row in child.walk())
        ):
            continue
        for row in rows[1:]:
            if rng.random() < 0.15 and not any(below.key == key for below in row.walk()):
                element.children.remove(row)
        for _new in range(rng.randint(0, 3)):
            element.children.insert(
                rng.choice([1, rng.randint(1, len(element.children))]),
                _new_record(rng, rng.choice(rows[1:]), rows),
            )


def _new_record(rng: Random, like: Node, rows: list[Node]) -> Node:
    """A row like another, of a record of its own: what only one row says is another in the new one."""
    said = Counter(
        text
        for row in rows
        for text in {child for below in row.walk() for child in below.children if isinstance(child, str)}
    )
    made = deepcopy(like)
    for element in made.walk():
        element.key = ""
        if element.is_record or any(
            isinstance(child, str) and said[child] == 1 for child in element.children
        ):
            element.children = [f"{rng.choice(WORDS)} {rng.choice(WORDS)}".title()]
        for name in ("id", "href", "name", "data-testid"):
            if name in element.attributes:
                element.attributes[name] = re.sub(
                    r"\d+", str(rng.randint(20, 9999)), element.attributes[name]
                )
    return made


def wrap(rng: Random, page: Node, key: str) -> None:
    """Elements come into elements of their own: one in seven, and every second time the target itself."""
    for element in list(page.walk()):
        for at, child in enumerate(element.children):
            if not isinstance(child, Node) or child.tag in INSIDE_ONLY:
                continue
            if rng.random() < (0.5 if child.key == key else 0.15):
                element.children[at] = node(
                    rng.choice(["div", "div", "span"]), child, class_=rng.choice(["", rng.choice(WORDS)])
                )


def reorder(rng: Random, page: Node, _key: str) -> None:
    """Parts, rows, entries and fields come in another order."""
    for element in page.walk():
        inner = [child for child in element.children if isinstance(child, Node)]
        if (
            len(inner) > 2
            and (element.tag in MIXED or element.tag == "div")
            and len(inner) == len(element.children)
        ):
            rng.shuffle(inner)
            element.children = list(inner)


def _edited(rng: Random, text: str) -> str:
    words = text.split()
    if not words:
        return text
    at = rng.randrange(len(words))
    word = words[at].lower()
    if word in SYNONYMS:
        words[at] = SYNONYMS[word].capitalize() if words[at][0] in string.ascii_uppercase else SYNONYMS[word]
    elif rng.random() < 0.5 or len(words) == 1:
        words.append(rng.choice(WORDS))
    else:
        words[at] = rng.choice(WORDS)
    return " ".join(words)


def edit_texts(rng: Random, page: Node, key: str, share: float = 0.2, of_target: float = 1.0) -> None:
    """The target's words are edited, and those of others here and there."""
    for element in page.walk():
        inside = (
            any(isinstance(child, str) for child in element.children) or "aria-label" in element.attributes
        )
        is_target = any(inner.key == key for inner in [element]) or _holds(element, key)
        if inside and not element.is_record and rng.random() < (of_target if is_target else share):
            element.replace_texts(lambda text: _edited(rng, text))


def _holds(element: Node, key: str) -> bool:
    """Whether the element is the label around a target."""
    return element.tag == "label" and any(inner.key == key for inner in element.walk())


def translate(_rng: Random, page: Node, _key: str) -> None:
    """Every word is another one; what records say stays."""

    def translated(text: str) -> str:
        return " ".join(_word(word) for word in text.split())

    for element in page.walk():
        if not element.is_record:
            element.replace_texts(translated)


def _word(word: str) -> str:
    made, count = "", max(1, len(word) // 3)
    for at in range(count):
        made += SYLLABLES[hash_of(f"{word.lower()} {at}") % len(SYLLABLES)]
    return made.capitalize() if word[:1].isupper() else made


def remove(page: Node, key: str) -> None:
    """The target is gone."""
    for element in page.walk():
        element.children = [
            child for child in element.children if not (isinstance(child, Node) and child.key == key)
        ]
