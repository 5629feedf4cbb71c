"""No text breaks searching or asking: ten thousand below the pages, hundreds through them, from a seed."""

import json
import random
from collections.abc import Iterator, Sequence

import pytest
from django.test import Client
from django.urls import reverse

from content.answers.models import Question
from content.answers.reports import similar_questions
from lifow.base.passages.marking import marked, snippet, sought_words
from lifow.base.passages.models import StaleSource
from lifow.base.passages.reports import Search, find, rank, what_is_readable
from lifow.base.passages.services import refresh_stale
from tests.backing.examples import examples
from tests.company import module, skill
from tests.content.hostile import XSS

pytestmark = pytest.mark.dialect
SEED = 20_260_302
TEXTS, FOUND, SENT = 10_000, 200, 50
SCRIPTS: Sequence[tuple[int, int]] = (
    *((0x20, 0x7E), (0xA0, 0x24F), (0x300, 0x36F), (0x370, 0x3FF), (0x400, 0x4FF), (0x590, 0x5FF)),
    *((0x600, 0x6FF), (0x900, 0x97F), (0xE00, 0xE7F), (0x1100, 0x11FF), (0x1E00, 0x1EFF), (0x2000, 0x206F)),
    *((0x3040, 0x30FF), (0x4E00, 0x9FFF), (0xAC00, 0xD7A3), (0xFB00, 0xFB4F), (0xFE00, 0xFEFF)),
    *(
        (0x1F300, 0x1FAFF),
        (0xE0000, 0xE007F),
        (0, 0x1F),
        (0x7F, 0x9F),
        (0xFFF0, 0xFFFF),
        (0x10FF00, 0x10FFFF),
    ),
)
PIECES: Sequence[str] = (
    *(
        "refund",
        "refnd",
        "policy",
        "how do I",
        "who",
        "C++",
        "C#",
        "ß",
        "ſ",
        "İ",
        "ﬁ",
        "Å",
        "e\u0301",
        "½",
        "²",
    ),
    *(
        "*",
        '"',
        "'",
        "\\",
        "%",
        "_",
        "--",
        ";",
        "+",
        "=",
        "NEAR(",
        ")",
        "(",
        "AND",
        "OR NOT",
        "^",
        ":",
        "@",
        "{{",
    ),
    *(
        "}}",
        "{%",
        "%s",
        "%(q)s",
        "$1",
        "\x00",
        "\u202e",
        "\u200b",
        "\ufeff",
        "\ud7ff",
        "\n",
        "\r\n",
        "\t",
        " " * 40,
    ),
    *(
        "1e999",
        "-0",
        "9" * 60,
        "per_0000000000000000",
        "facet.product=Vault",
        "'; DROP TABLE people_person; --",
    ),
    *("a" * 300, "é" * 300, "東京" * 100, "🧾" * 70, "x+y" * 60, "-" * 200, *XSS),
)


def texts(count: int, seed: int = SEED) -> Iterator[str]:
    """Texts of pieces that have broken searches, and of letters of every script."""
    drawn = random.Random(seed)
    for _ in range(count):
        parts = []
        for _part in range(drawn.randint(0, 6)):
            if drawn.random() < 0.5:
                parts.append(drawn.choice(PIECES))
            else:
                first, last = drawn.choice(SCRIPTS)
                parts.append("".join(chr(drawn.randint(first, last)) for _ in range(drawn.randint(1, 12))))
        yield drawn.choice(("", " ", "  ")).join(parts)


def indexed() -> None:
    while refresh_stale():
        pass


@pytest.fixture
def told(company):
    """The company, with texts in the index that are as odd as those that are looked for."""
    for number, text in enumerate(texts(40, seed=1)):
        kept = "".join(one for one in text if one.isprintable()) or "Nothing"
        module(f"{number} {kept}"[:120], skill(), 1, 2, body=f"# {kept}\n\n{kept} refund\n\n- {kept}")
    indexed()
    return company


def test_ten_thousand_texts_are_ranked_and_marked(told):
    readable = what_is_readable(told.abena)
    for number, text in enumerate(texts(examples(TEXTS))):
        search = Search(text, is_typing=number % 2 == 0, is_as_typed=number % 3 == 0)
        asked, found = rank(search, readable, most=8)
        sought = sought_words(asked)
        assert "".join(one.text for one in marked(text, sought)) == text
        assert all(one.text for one in snippet(text, sought)[1:])
        assert found.total >= len(found.hits)
        assert all(0 <= one.coverage <= 1.001 and one.score > 0 for one in found.hits), repr(text)


def test_hundreds_are_found_with_their_rows_and_with_what_is_like_them(told):
    for text in texts(examples(FOUND), seed=2):
        for search in (
            Search(text),
            Search(text, filed_under={"facet." + text: [text]}, pinned={text: text}),
        ):
            found = find(search, told.ruth, most=8)
            assert len(found.results) <= min(8, found.total)
        similar_questions(text, told.abena)


def test_no_text_breaks_a_page_or_the_api(told):
    browser: Client = told.browser(told.abena)
    search, ask = reverse("portal:search"), reverse("portal-ask")
    for text in texts(examples(SENT), seed=3):
        assert (
            browser.get(search, {"q": text, "kind": text, "facet.x": text, "page": text}).status_code == 200
        )
        assert browser.post(reverse("portal:ask_similar"), {"title": text, "body": text}).status_code == 200
        assert browser.get(reverse("portal:questions"), {"q": text}).status_code == 200
        answer = browser.get("/api/v1/search", {"q": text})
        assert answer.status_code in (200, 422), repr(text)
        assert "code" in json.loads(answer.content) or "data" in json.loads(answer.content)
        sent = {"title": text, "body": text, "skill": text, "unit": text, "key": text}
        assert browser.post(ask, sent).status_code in (302, 422), repr(text)
    indexed()
    assert not StaleSource.objects.exists()


def test_what_was_asked_is_found_by_its_own_words(told):
    browser: Client = told.browser(told.abena)
    for number, text in enumerate(texts(examples(30), seed=4)):
        title = f"zq{number}x {' '.join(text.split())}"[:140]
        sent = browser.post(reverse("portal-ask"), {"title": title, "key": f"{number:043d}"})
        if sent.status_code == 302:
            indexed()
            [first, *_others] = find(Search(f"zq{number}x"), told.kofi, most=8).results
            assert "".join(piece.text for piece in first.title) == Question.objects.latest("pk").title
