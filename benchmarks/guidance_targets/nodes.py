"""Elements of made pages: a tree that can be changed, and written as HTML."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import escape

# What the page's own script takes away before anything is looked at: which element of one version is which
# of the other.
KEY = "data-made-key"
VOID = frozenset({"input", "img", "br", "hr", "use", "path"})


@dataclass(eq=False, slots=True)
class Node:
    """An element.

    `key` is the same in every version of a page; `is_record` marks text that no translator touches.
    """

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Node | str"] = field(default_factory=list)
    key: str = ""
    is_record: bool = False

    def walk(self) -> Iterator["Node"]:
        """The element and all below it."""
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.walk()

    def replace_texts(self, change: Callable[[str], str]) -> None:
        """Change the texts and the attributes that are texts, of this element alone."""
        self.children = [change(child) if isinstance(child, str) else child for child in self.children]
        for name in ("aria-label", "placeholder", "title"):
            if name in self.attributes:
                self.attributes[name] = change(self.attributes[name])

    def html(self) -> str:
        """The element as HTML."""
        attributes = {**self.attributes, **({KEY: self.key} if self.key else {})}
        start = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
        if self.tag in VOID:
            return f"<{self.tag}{start}>"
        inner = "".join(child.html() if isinstance(child, Node) else escape(child) for child in self.children)
        return f"<{self.tag}{start}>{inner}</{self.tag}>"


def node(tag: str, *children: Node | str, key: str = "", **attributes: str) -> Node:
    """An element.

    An attribute's underscores are hyphens, and one at the end is dropped; empty ones are left out.
    """
    named = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items() if value}
    return Node(tag, named, list(children), key)


def record(tag: str, text: str, *, key: str = "", **attributes: str) -> Node:
    """An element whose text is a record's: a name, an amount."""
    made = node(tag, text, key=key, **attributes)
    made.is_record = True
    return made
