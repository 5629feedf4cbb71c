"""A text with remarks as Markdown, and as plain text without any marks."""

from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from content.kinds.template.interchange.markdown import runs_of, tokens_of, words_of
from content.kinds.template.interchange.remarks import Remark, allowed

LISTS = ("bullet_list", "ordered_list")
SHOWN = 80
"""Characters of a passage that are quoted with what is said of it."""


def write_markdown(*, text: str, remarks: Sequence[Remark], heading: str) -> str:
    """The text as it is; what is said of it follows below a heading."""
    end = "".join(f"{number}. {said}\n" for number, said in enumerate(_said(text, remarks), start=1))
    return allowed(f"{text.rstrip()}\n\n## {heading}\n\n{end}" if end else f"{text.rstrip()}\n")


def write_plain(*, text: str, remarks: Sequence[Remark], heading: str) -> str:
    """The words of the text by lines; what is said of it follows below a heading."""
    end = "".join(f"{number}. {said}\n" for number, said in enumerate(_said(text, remarks), start=1))
    lines = _Lines()
    for token in tokens_of(text):
        lines.add(token)
    said = "\n".join(lines.lines).strip()
    return allowed(f"{said}\n\n{heading}\n\n{end}" if end else f"{said}\n")


def _said(text: str, remarks: Sequence[Remark]) -> Iterator[str]:
    for one in remarks:
        quote = " ".join(text[slice(*one.place)].split()) if one.place else ""
        short = f"“{quote[:SHOWN]}{'…' if len(quote) > SHOWN else ''}” – " if quote else ""
        yield f"{short}{one.author}: {' '.join(one.text.split())}"


class _Lines:
    """The lines of a text as they come, an empty one between blocks."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._bullets: list[int] = []
        self._mark = ""
        self._cells: list[str] | None = None

    def add(self, token: Token) -> None:
        kind, _underscore, side = token.type.rpartition("_")
        if side == "open":
            self._enter(kind, token)
        elif side == "close":
            self._leave(kind)
        elif words := _words(token):
            self._say(words)

    def _enter(self, kind: str, token: Token) -> None:
        if kind in LISTS:
            self._bullets.append(int(token.attrGet("start") or 1) if kind == "ordered_list" else 0)
        elif kind == "list_item" and self._bullets:
            self._mark = self._bullet()
        elif kind == "tr":
            self._cells = []

    def _leave(self, kind: str) -> None:
        if kind in LISTS:
            self._bullets.pop()
        if kind == "tr":
            self.lines.append("\t".join(self._cells or ()))
            self._cells = None
        if kind == "table" or (kind in LISTS and not self._bullets):
            self.lines.append("")

    def _say(self, words: str) -> None:
        if self._cells is not None:
            self._cells.append(words.replace("\n", " "))
            return
        self.lines.append(self._mark + words)
        self._mark = ""
        if not self._bullets:
            self.lines.append("")

    def _bullet(self) -> str:
        indent, number = "  " * (len(self._bullets) - 1), self._bullets[-1]
        if not number:
            return f"{indent}- "
        self._bullets[-1] += 1
        return f"{indent}{number}. "


def _words(token: Token) -> str:
    if token.type == "inline":
        return "".join(_with_address(run.text, run.link) for run in runs_of(token))
    if token.type in ("fence", "code_block"):
        return token.content.rstrip("\n")
    return words_of(token.content) if token.type == "html_block" else ""


def _with_address(words: str, link: str) -> str:
    return f"{words} ({link})" if link and link not in (words, f"mailto:{words}") else words
