"""Designs of made pages: which tags, classes, ids and layouts stand for a button, a field, a table."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from benchmarks.guidance_targets.nodes import Node, node, record

STYLES = Path(__file__).resolve().parent / "styles"


def kebab(words: str) -> str:
    return "-".join(words.lower().replace("/", " ").split())


def camel(words: str) -> str:
    first, *others = kebab(words).split("-")
    return first + "".join(word.capitalize() for word in others)


@dataclass(frozen=True, slots=True)
class Design:
    """How one product writes its pages. What `classes` does not name has no class."""

    name: str
    classes: dict[str, str]
    ids: Literal["kebab", "camel", "hashed", "none"] = "kebab"
    test_ids: bool = False
    tables: Literal["table", "grid", "cards"] = "table"
    labels: Literal["for", "around", "aria", "after"] = "for"
    icons: Literal["font", "sprite", "path"] = "font"
    links_as_buttons: bool = False
    wrappers: dict[str, int] = field(default_factory=dict)
    header_first: bool = True
    # Controls and parts have a class of their own beside the shared ones, as `filters-apply`.
    own_classes: bool = False

    @property
    def style(self) -> str:
        """The style sheet of its pages."""
        return (STYLES / "base.css").read_text() + (STYLES / f"{self.name}.css").read_text()

    def _classes(self, part: str) -> str:
        return self.classes.get(part, "")

    def _own(self, shared: str, key: str) -> str:
        """Shared classes, and that of its own where the design gives such."""
        words = [word for word in key.split("/") if not word.isdigit()]
        return f"{shared} {'-'.join(words)}".strip() if self.own_classes else shared

    def _named(self, key: str) -> dict[str, str]:
        """The id and the test id of what has this key."""
        words = key.replace("/", " ")
        if self.ids == "kebab":
            named = {"id": kebab(words)}
        elif self.ids == "camel":
            named = {"id": camel(words)}
        elif self.ids == "hashed":
            named = {"id": f":r{abs(hash_of(key)) % 9973:x}:"}
        else:
            named = {}
        return named | ({"data_testid": kebab(words)} if self.test_ids else {})

    def _wrapped(self, part: str, inner: Node) -> Node:
        for depth in range(self.wrappers.get(part, 0)):
            inner = node("div", inner, class_=self._classes(f"{part}-{depth}"))
        return inner

    def icon(self, name: str) -> Node:
        """A picture on a control."""
        if self.icons == "font":
            return node(
                "i",
                class_=f"{self._classes('icon')} {self._classes('icon') or 'icon'}-{name}",
                aria_hidden="true",
            )
        if self.icons == "sprite":
            return node(
                "svg",
                node("use", href=f"/icons.svg#{name}"),
                class_=self._classes("icon"),
                aria_hidden="true",
            )
        turn = hash_of(name) % 89
        return node(
            "svg",
            node("path", d=f"M{turn} 4h{turn % 7}v{turn % 11}z"),
            viewBox="0 0 24 24",
            aria_hidden="true",
        )

    def button(self, key: str, text: str, *, icon: str = "", tone: str = "", bare: bool = False) -> Node:
        """A button; a bare one shows only its picture."""
        classes = f"{self._classes('button')} {self._classes(f'button-{tone}') if tone else ''}".strip()
        inside: list[Node | str] = [self.icon(icon)] if icon else []
        label = text if bare else ""
        if not bare:
            inside.append(
                node("span", text, class_=self._classes("button-text"))
                if "button-text" in self.classes
                else text
            )
        made = node(
            "button",
            *inside,
            key=key,
            type="button",
            class_=self._own(classes, key),
            aria_label=label,
            **self._named(key),
        )
        return self._wrapped("button", made)

    def link(self, key: str, text: str, address: str, *, part: str = "link") -> Node:
        """A link to another page."""
        if self.links_as_buttons and part == "link":
            return node("button", text, key=key, type="button", class_=self._classes("link"), role="link")
        return node("a", text, key=key, href=address, class_=self._own(self._classes(part), key))

    def field(self, key: str, label: str, *, kind: str = "text", hint: str = "", name: str = "") -> Node:
        """A field with its label."""
        named = self._named(key)
        identity = named.get("id", kebab(key.replace("/", " ")))
        common = {"name": name or camel(key.rsplit("/", 1)[-1]), "class_": self._classes("input")}
        if kind == "select":
            options = [node("option", value) for value in hint.split("|")]
            control = node("select", *options, key=key, **common, **(named | {"id": identity}))
        elif kind == "area":
            control = node("textarea", key=key, placeholder=hint, **common, **(named | {"id": identity}))
        else:
            control = node(
                "input", key=key, type=kind, placeholder=hint, **common, **(named | {"id": identity})
            )
        return self._wrapped("field", self._labelled(control, label, identity))

    def _labelled(self, control: Node, label: str, identity: str) -> Node:
        text = self._classes("label")
        if self.labels == "aria":
            control.attributes["aria-label"] = label
            return node("div", control, class_=self._classes("field"))
        if self.labels == "around":
            return node("label", node("span", label, class_=text), control, class_=self._classes("field"))
        parts = [node("label", label, for_=identity, class_=text), control]
        return node("div", *(parts[::-1] if self.labels == "after" else parts), class_=self._classes("field"))

    def table(self, key: str, heads: list[str], rows: list[list[Node | str]]) -> Node:
        """Records, each with its cells."""
        tags = {"table": ("table", "tr", "td"), "grid": ("div", "div", "div"), "cards": ("ul", "li", "div")}[
            self.tables
        ]
        body = []
        for row in rows:
            cells = [
                record(tags[2], cell, class_=self._classes("cell"))
                if isinstance(cell, str)
                else node(tags[2], cell, class_=self._classes("cell"))
                for cell in row
            ]
            body.append(
                node(
                    tags[1], *cells, class_=self._classes("row"), role="row" if self.tables == "grid" else ""
                )
            )
        if self.tables != "cards":
            head = "th" if self.tables == "table" else "div"
            body.insert(0, node(tags[1], *(node(head, text, class_=self._classes("head")) for text in heads)))
        return node(
            tags[0],
            *body,
            class_=self._classes("table"),
            role="table" if self.tables == "grid" else "",
            **self._named(key),
        )

    def section(self, key: str, title: str, *inside: Node) -> Node:
        """A part of a page with its heading."""
        head = node("h2", title, key=f"{key}/title", class_=self._classes("title"))
        body = node("div", *inside, class_=self._classes("body"))
        return self._wrapped(
            "section",
            node("section", head, body, class_=self._own(self._classes("section"), key), **self._named(key)),
        )

    def bar(self, *inside: Node) -> Node:
        """Controls in a row."""
        return node("div", *inside, class_=self._classes("bar"))

    def navigation(self, entries: list[tuple[str, str]]) -> Node:
        """The product's main parts."""
        links = [
            node(
                "li",
                self.link(f"nav/{kebab(text)}", text, address, part="nav-link"),
                class_=self._classes("nav-item"),
            )
            for text, address in entries
        ]
        return node("nav", node("ul", *links, class_=self._classes("nav-list")), class_=self._classes("nav"))

    def page(self, title: str, navigation: Node, header: list[Node], sections: list[Node]) -> Node:
        """The whole page."""
        head = node(
            "header", node("h1", title, key="title"), self.bar(*header), class_=self._classes("header")
        )
        main = node("main", *sections, class_=self._classes("main"))
        parts = (
            [head, navigation, main]
            if self.header_first
            else [navigation, node("div", head, main, class_=self._classes("column"))]
        )
        return node("body", self._wrapped("page", node("div", *parts, class_=self._classes("app"))))


def hash_of(text: str) -> int:
    """A number for a text that is the same in every process."""
    value = 7
    for letter in text:
        value = (value * 31 + ord(letter)) % 1_000_003
    return value


TRAINING = [
    Design(
        "strap",
        {
            "button": "btn",
            "button-main": "btn-primary",
            "button-danger": "btn-danger",
            "icon": "fa",
            "input": "form-control",
            "label": "form-label",
            "field": "mb-3",
            "table": "table table-hover",
            "section": "card",
            "title": "card-title",
            "body": "card-body",
            "bar": "btn-toolbar",
            "nav": "navbar",
            "nav-link": "nav-link",
            "nav-item": "nav-item",
            "nav-list": "navbar-nav",
            "header": "page-header",
            "main": "container",
            "link": "link",
        },
    ),
    Design(
        "plain",
        {"nav": "menu", "main": "content", "button-main": "primary"},
        ids="none",
        labels="around",
        icons="sprite",
        header_first=False,
        own_classes=True,
    ),
    Design(
        "stitches",
        {
            "button": "c-dhzjXW c-dhzjXW-iTKOFX",
            "input": "c-PJLV c-gqwkJN",
            "table": "c-kmNqLF",
            "row": "c-lesPJm",
            "cell": "c-bnVKtr",
            "section": "c-hKWqRt",
            "nav": "c-gXvTsL",
            "nav-link": "c-jDfKqZ",
            "main": "c-mPrTwx",
            "bar": "c-dnQrVb",
            "button-text": "c-lnXtRs",
            "field": "c-fKdPqw",
        },
        ids="none",
        test_ids=True,
        tables="grid",
        labels="aria",
        icons="path",
        wrappers={"section": 1, "field": 2},
    ),
]

BENCHMARK = [
    Design(
        "material",
        {
            "button": "MuiButton-root MuiButton-text",
            "button-main": "MuiButton-contained",
            "button-danger": "MuiButton-error",
            "button-text": "MuiButton-label",
            "icon": "MuiSvgIcon-root",
            "input": "MuiInputBase-input css-1x5jdmq",
            "label": "MuiFormLabel-root",
            "field": "MuiFormControl-root",
            "table": "MuiTable-root",
            "row": "MuiTableRow-root css-34nofg",
            "cell": "MuiTableCell-root",
            "section": "MuiPaper-root css-1p62z0w",
            "title": "MuiTypography-h6",
            "bar": "MuiToolbar-root",
            "nav": "MuiDrawer-root",
            "nav-link": "MuiListItemButton-root",
            "main": "MuiBox-root css-8atqhb",
        },
        ids="hashed",
        labels="after",
        icons="path",
        wrappers={"field": 1},
    ),
    Design(
        "tailwind",
        {
            "button": "inline-flex items-center rounded px-3 py-1",
            "button-main": "bg-blue-600 text-white",
            "button-danger": "bg-red-600 text-white",
            "input": "block w-full rounded border px-2 py-1",
            "label": "text-sm font-medium",
            "field": "mt-4 flex flex-col",
            "row": "flex gap-4 border-b py-2",
            "section": "rounded-lg shadow p-4",
            "title": "text-lg font-semibold",
            "bar": "flex gap-2",
            "nav-list": "flex gap-4",
            "nav-link": "text-sm px-2 py-1",
            "main": "grid grid-cols-2 gap-6",
            "link": "underline text-blue-600",
        },
        ids="none",
        test_ids=True,
        tables="cards",
        labels="around",
        icons="path",
    ),
    Design(
        "blocks",
        {
            "button": "button",
            "button-main": "button--main",
            "button-danger": "button--danger",
            "button-text": "button__text",
            "icon": "icon",
            "input": "field__input",
            "label": "field__label",
            "field": "field",
            "table": "list",
            "row": "list__row",
            "cell": "list__cell",
            "section": "panel",
            "title": "panel__title",
            "body": "panel__body",
            "bar": "actions",
            "nav": "menu",
            "nav-item": "menu__item",
            "nav-link": "menu__link",
            "header": "topbar",
            "main": "page",
            "link": "link",
        },
        ids="kebab",
        icons="sprite",
        wrappers={"page": 1, "section": 1},
        links_as_buttons=True,
        own_classes=True,
    ),
]
