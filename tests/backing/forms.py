"""What a page's form would send as it stands: the fields that a browser finds in it."""

from html.parser import HTMLParser

QUIET = {"submit", "button", "file", "reset", "image"}


class _Fields(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.sent: dict[str, list[str]] = {}
        self.select: str | None = None
        self.area: str | None = None

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        name = given.get("name") or ""
        if tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in given:
            self.sent.setdefault(self.select, []).append(given.get("value") or "")
        elif tag == "textarea":
            self.area = name
            self.sent[name] = [""]
        elif tag == "input" and name and given.get("type") not in QUIET:
            is_box = given.get("type") in ("checkbox", "radio")
            if not is_box or "checked" in given:
                self.sent.setdefault(name, []).append(given.get("value") or ("on" if is_box else ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.select = None
        elif tag == "textarea":
            self.area = None

    def handle_data(self, data: str) -> None:
        if self.area:
            self.sent[self.area][0] += data


def fields_of(page: str) -> dict[str, list[str]]:
    """Every field of the page with its values, by name; templates of rows to add are left out."""
    reader = _Fields()
    reader.feed(page)
    return {name: values for name, values in reader.sent.items() if name and "__prefix__" not in name}
