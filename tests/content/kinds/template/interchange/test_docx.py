"""A text goes out as a Word document that another program reads, and comes back from one."""

import io
import re
import zipfile

import mammoth
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.kinds.template.interchange.docx_reading import read_docx
from content.kinds.template.interchange.docx_writing import write_docx
from content.kinds.template.interchange.escaping import as_markdown
from content.kinds.template.interchange.markdown import Run, runs_of, tokens_of
from content.kinds.template.interchange.packages import MOST_BYTES, DocxError
from content.kinds.template.interchange.plain_writing import write_markdown, write_plain
from content.kinds.template.interchange.remarks import Remark
from tests.backing.examples import examples
from tests.company import NOON

TEXT = """# One page

A **bold** and *slanted* word, ~~gone~~, `code`, and [a link](https://larkfield.example/?a=1&b=2).

> What somebody says.

1. first
2. second
    - inner [date]

Between.

1. again

| Head | Tail |
| --- | --- |
| cell | [date] |

```
x = 1

y = 2
```

Signed by [date]
"""


def remark(quote: str, text: str, number: int = 0) -> Remark:
    at = [found.start() for found in re.finditer(re.escape(quote), TEXT)][number]
    return Remark(text, (at, at + len(quote)), "Ines Carvalho")


REMARKS = (
    remark("[date]", "inside a list"),
    remark("[date]", "inside a table", 1),
    remark("[date]", "at the end\nin two lines", 2),
    remark("**bold**", "on a word"),
    Remark("on all of it", None, "Ines Carvalho"),
)


def written(text: str = TEXT, remarks=REMARKS, title: str = "A brief") -> bytes:
    return write_docx(title=title, text=text, remarks=remarks, author="Abena Osei", written_at=NOON)


def read_by_mammoth(data: bytes) -> str:
    return mammoth.convert_to_html(io.BytesIO(data), style_map="comment-reference => sup").value


@pytest.mark.parametrize(
    "html",
    [
        "<h1>One page</h1>",
        "<strong>bold</strong>",
        "<em>slanted</em>",
        "<s>gone</s>",
        '<a href="https://larkfield.example/?a=1&amp;b=2">a link</a>',
        "<ol><li>first</li><li>second</li></ol>",
        "<td><p>cell</p></td>",
        "x = 1",
        "inside a list",
        "<p>at the end</p><p>in two lines",
    ],
)
def test_another_program_reads_what_was_written(html):
    assert html in read_by_mammoth(written())


def test_comments_are_words_own_and_stand_at_their_places():
    html = re.sub(r"<[^>]*>", "", read_by_mammoth(written()))
    assert re.search(r"inner \[date\]\[IC\d\]", html)
    assert re.search(r"cell\[date\]\[IC\d\]", html)
    assert re.search(r"Signed by \[date\]\[IC\d\]", html)
    assert re.search(r"A bold\[IC\d\] and", html)


def test_a_list_that_begins_anew_is_numbered_anew():
    with zipfile.ZipFile(io.BytesIO(written())) as opened:
        numbers = re.findall(r'<w:numId w:val="(\d+)"/>', opened.read("word/document.xml").decode())
    assert len(set(numbers)) == 2


def test_nothing_in_it_is_fetched_and_only_addresses_of_the_web_lead_out():
    text = "[a](javascript:alert(1)) [b](file:///etc/passwd) ![c](https://x.example/p.png) <img src=x> [d](https://x.example)"
    with zipfile.ZipFile(io.BytesIO(written(text, ()))) as opened:
        relations = opened.read("word/_rels/document.xml.rels").decode()
        names = opened.namelist()
    assert re.findall(r'Target="([^"]*)" TargetMode="External"', relations) == [
        "https://x.example/p.png",
        "https://x.example",
    ]
    assert "oleObject" not in relations
    assert not [name for name in names if name.startswith("word/media")]


def test_it_comes_back_with_its_comments_where_they_were():
    back = read_docx(written())
    assert back.title == "A brief"
    said = {one.text: one.place and back.text[slice(*one.place)] for one in back.remarks}
    assert said["inside a list"] == said["inside a table"] == said["at the end\nin two lines"] == "[date]"
    places = {one.text: one.place for one in back.remarks}
    assert places["inside a list"] < places["inside a table"] < places["at the end\nin two lines"]
    assert said["on a word"] == "**bold**"
    assert (
        "# One page\n\nA **bold** and *slanted* word, ~~gone~~, `code`, and [a link](https://larkfield.example/?a=1&b=2)."
        in back.text
    )
    assert "1. first\n2. second\n    - inner [date]\n\nBetween." in back.text
    assert "| cell | [date] |" in back.text


@pytest.mark.parametrize("title", ["", "x" * 300, "\x00\x1b<b>"])
def test_whatever_the_title_and_the_text_are_a_document_is_written(title):
    assert read_by_mammoth(written("\x00 a \x0b\n\n<b>b</b>\n\n&lt;\ud800", (), title))


@settings(max_examples=examples(60), deadline=None)
@given(st.text(max_size=120), st.tuples(st.integers(0, 120), st.integers(0, 120)))
def test_any_text_with_a_comment_anywhere_is_written_and_read(text, ends):
    place = tuple(sorted(min(end, len(text)) for end in ends))
    back = read_docx(written(text, [Remark("Said", place)]))
    assert [one.text for one in back.remarks] == ["Said"]


words = st.text(alphabet="ab *_`[]()<>#>-+1.~|\\!&;\n", min_size=1, max_size=16)
runs = st.lists(st.builds(Run, words, bold=st.booleans(), italic=st.booleans()), max_size=4)


@settings(max_examples=examples(400))
@given(
    st.text(alphabet="ab *_`[]()<>#>-+1.~|\\!&;", min_size=1, max_size=30).filter(
        lambda text: text.strip() == text
    )
)
def test_words_that_look_like_marks_are_words(text):
    tokens = tokens_of(as_markdown([Run(text)]).text)
    assert "".join(run.text for token in tokens if token.type == "inline" for run in runs_of(token)) == text


@settings(max_examples=examples(200))
@given(runs)
def test_each_character_has_a_place_in_what_is_written(some):
    made = as_markdown(some)
    assert len(made.starts) == len(made.ends) == sum(len(run.text) for run in some)
    assert list(made.starts) == sorted(made.starts)
    assert all(0 <= start <= end <= len(made.text) for start, end in zip(made.starts, made.ends, strict=True))


def repacked(change) -> bytes:
    """A document of ours with its parts changed by `change(parts)`."""
    with zipfile.ZipFile(io.BytesIO(written())) as opened:
        parts = {name: opened.read(name) for name in opened.namelist()}
    change(parts)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return stream.getvalue()


def bomb(parts) -> None:
    parts["word/media/a.bin"] = b"\0" * (50 * 2**20)


def entities(parts) -> None:
    parts["word/document.xml"] = b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'


def outside(parts) -> None:
    parts["../../etc/cron.d/x"] = b"x"


def deep(parts) -> None:
    parts["word/document.xml"] = b"<w>" * 5_000 + b"</w>" * 5_000


def broken(parts) -> None:
    parts["word/document.xml"] = b"<w:document"


def without(parts) -> None:
    del parts["word/document.xml"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (bomb, "too_much"),
        (entities, "hostile_xml"),
        (outside, "hostile_names"),
        (deep, "too_much"),
        (broken, "broken"),
        (without, "not_docx"),
    ],
)
def test_a_hostile_or_broken_file_is_refused(change, code):
    with pytest.raises(DocxError, match=code):
        read_docx(repacked(change))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not_docx"),
        (b"%PDF-1.7", "not_docx"),
        (b"PK\x03\x04rubbish", "not_docx"),
        (b"\0" * (MOST_BYTES + 1), "too_large"),
    ],
)
def test_what_is_no_document_is_refused(data, code):
    with pytest.raises(DocxError, match=code):
        read_docx(data)


def test_what_is_not_taken_over_is_counted():
    def change(parts) -> None:
        said = parts["word/document.xml"].decode()
        more = (
            "<w:p><w:r><w:drawing/></w:r><w:del><w:r><w:delText>withdrawn</w:delText></w:r></w:del>"
            '<w:ins><w:r><w:t>new</w:t></w:r></w:ins><w:r><w:footnoteReference w:id="1"/></w:r></w:p>'
        )
        parts["word/document.xml"] = said.replace("<w:sectPr", more + "<w:sectPr", 1).encode()
        parts["word/header1.xml"] = b"<x/>"

    back = read_docx(repacked(change))
    counted = {name: back.left_out[name] for name in ("pictures", "deleted", "footnotes", "headers", "names")}
    assert counted == {"pictures": 1, "deleted": 1, "footnotes": 1, "headers": 1, "names": len(REMARKS)}
    assert "new" in back.text
    assert "withdrawn" not in back.text


def test_markdown_and_plain_text_say_what_is_said_at_the_end():
    said = write_markdown(text=TEXT, remarks=REMARKS, heading="Comments")
    assert said.startswith(TEXT.rstrip())
    assert "## Comments\n\n1. “[date]” – Ines Carvalho: inside a list\n" in said
    assert write_markdown(text=TEXT, remarks=(), heading="Comments") == TEXT
    plain = write_plain(text=TEXT, remarks=(), heading="Comments")
    assert "A bold and slanted word, gone, code, and a link (https://larkfield.example/?a=1&b=2)." in plain
    assert "1. first\n2. second\n  - inner [date]\n\nBetween." in plain
    assert "Head\tTail\ncell\t[date]" in plain
