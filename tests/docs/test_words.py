"""The words that docs/guide/words.md retires: in no template, in no text in code, on no page of the guide."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
GLOSSARY = ROOT / "docs/guide/words.md"
TEMPLATES = sorted((ROOT / "templates").rglob("*.html")) + sorted((ROOT / "templates").rglob("*.txt"))
PACKAGES = ("lifow", "assessments", "content", "mentoring", "portal", "channels", "demo")
CODE = sorted(
    path
    for package in PACKAGES
    for path in (ROOT / package).rglob("*.py")
    if path.parent.name not in ("migrations", "tests")
)
GUIDE = [ROOT / "README.md", ROOT / "CHANGELOG.md", ROOT / "docs/api/README.md"]
GUIDE += sorted(set((ROOT / "docs/guide").rglob("*.md")) - {GLOSSARY})

COMMENT = re.compile(r"{% comment %}.*?{% endcomment %}|{#.*?#}|<!--.*?-->", re.DOTALL)
TRANSLATED = re.compile(r"""(?:{%\s*translate\s+|_\()(?:"([^"]*)"|'([^']*)')""")
TAG = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
PLACEHOLDER = re.compile(r"%\(\w+\)\w|{\w*}")
CODE_IN_TEXT = re.compile(r"^```.*?^```|`[^`]*`|]\([^)]*\)", re.MULTILINE | re.DOTALL)
# Names that others have given.
NAMES = {"Transportation and Material Moving"}
MARKING = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext"}


@cache
def tables() -> list[dict[str, str]]:
    """The lines of the glossary's tables, each by the headings of its columns."""
    lines: list[dict[str, str]] = []
    heads: list[str] = []
    for line in GLOSSARY.read_text().splitlines():
        if not line.startswith("|"):
            heads = []
            continue
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not heads:
            heads = cells
        elif set("".join(cells)) - set("-: "):
            lines.append(dict(zip(heads, cells, strict=True)))
    return lines


def words_in(cell: str) -> list[str]:
    return [word.strip() for word in cell.split(",") if word.strip()]


@cache
def retired() -> tuple[str, ...]:
    """What the columns headed “Not” name."""
    return tuple(word.lower() for line in tables() for word in words_in(line["Not"]))


@cache
def pattern() -> re.Pattern[str]:
    longest_first = sorted(retired(), key=len, reverse=True)
    return re.compile(rf"(?<!\w)({'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)


def retired_in(text: str) -> list[str]:
    """The retired words of a text, whole and in any case; line breaks count as spaces."""
    return [found.lower() for found in pattern().findall(" ".join(text.split()))]


def texts_of_template(source: str) -> Iterator[str]:
    """What a template shows: its translated strings, and all that is left without tags and comments."""
    source = COMMENT.sub(" ", source)
    yield from ("".join(found) for found in TRANSLATED.findall(source))
    yield TAG.sub(" ", source)


def texts_of_code(source: str) -> Iterator[str]:
    """The strings of code that a person may read: those marked for translation, and other phrases.

    Docstrings are not among them: a page shows none, but for those of the API's serializers.
    """
    tree = ast.parse(source)
    shown = {
        id(node.body[0])
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and node.name.endswith(("Output", "Input"))
    }
    docstrings = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and id(node) not in shown
    }
    marked = {
        id(argument)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MARKING
        for argument in node.args
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in docstrings:
            continue
        if id(node) in marked or (" " in node.value and node.value not in NAMES):
            yield PLACEHOLDER.sub(" ", node.value)


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_a_template_has_no_retired_word(path):
    assert [word for text in texts_of_template(path.read_text()) for word in retired_in(text)] == []


@pytest.mark.parametrize("package", [package for package in PACKAGES if (ROOT / package).is_dir()])
def test_texts_in_code_have_no_retired_word(package):
    found = {
        named(path): words
        for path in CODE
        if path.is_relative_to(ROOT / package)
        if (words := [word for text in texts_of_code(path.read_text()) for word in retired_in(text)])
    }
    assert found == {}


@pytest.mark.parametrize("path", GUIDE, ids=named)
def test_a_page_of_the_guide_has_no_retired_word(path):
    assert retired_in(CODE_IN_TEXT.sub(" ", path.read_text())) == []


def test_the_glossary_names_a_word_once_and_no_word_that_it_retires():
    kept = [word.lower() for line in tables() for word in words_in(line.get("On pages", ""))]
    assert [word for word, times in Counter(retired()).items() if times > 1] == []
    assert set(kept) & set(retired()) == set()
    assert [word for word in kept if retired_in(word)] == []


def test_what_the_glossary_says_to_write_has_no_retired_word():
    written = [line["Write"] for line in tables() if "Write" in line]
    assert [word for text in written for word in retired_in(text)] == []


@pytest.mark.parametrize(
    "source",
    [
        '{% translate "Say where you stand" %}',
        "{% include 'a.html' with label=_('Never assessed') %}",
        "{% blocktranslate count n=n %}{{ n }} lacks it{% plural %}{{ n }} lack it{% endblocktranslate %}",
        "<p>Your plan\n  rests</p>",
        '<c-section title="Assess first" />',
    ],
)
def test_a_retired_word_in_a_template_is_found(source):
    assert any(retired_in(text) for text in texts_of_template(source))


@pytest.mark.parametrize(
    "source",
    [
        "{% comment %}Hatched: never assessed.{% endcomment %}",
        "{% if begun %}{{ gaps.assess_first }}{{ pairing.mentee }}{% endif %}",
        "<p>The slack is lacklustre.</p>",
    ],
)
def test_names_comments_and_other_words_in_a_template_are_let_be(source):
    assert not any(retired_in(text) for text in texts_of_template(source))


@pytest.mark.parametrize(
    "source",
    [
        'label = _("Noted")',
        'said = ngettext("%(n)s person lacks it", "%(n)s people lack it", n)',
        'parser.add_argument("--who", help="an e-mail or an id")',
        'raise CommandError(f"{path}: mend it")',
        'class GapOutput(Serializer):\n    """Never assessed is null."""',
    ],
)
def test_a_retired_word_in_code_is_found(source):
    assert any(retired_in(text) for text in texts_of_code(source))


@pytest.mark.parametrize(
    "source",
    ['"""Modules of material."""\nmentee = row["mentee"]', 'fields = ["mentee", "begun"]', "material = 1"],
)
def test_names_and_docstrings_in_code_are_let_be(source):
    assert not any(retired_in(text) for text in texts_of_code(source))
