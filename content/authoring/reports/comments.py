"""Comments at their places: passages of a text, in blocks as it is read, and fields."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt

from content.authoring.choices import CommentPlace
from content.authoring.models import LONGEST_PASSAGE, ReviewComment
from content.catalogue.models import Module
from lifow.base.markdown import render_markdown

_parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment with its answers. `is_lost` where the passage that it is on is not in the text any more;
    `quote` is the passage, where it is a part of its block."""

    comment: ReviewComment
    answers: Sequence[ReviewComment]
    is_lost: bool = False
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a list, a table … of a text: as it is read, the passage that a comment on it names, and
    the comments on it."""

    shown: SafeString
    passage: str
    threads: Sequence[Thread]


def open_comments(blocks: Sequence[Block], elsewhere: Mapping[str, Sequence[Thread]]) -> int:
    """How many comments are not resolved, of all `commented_places`."""
    threads = [*(one.threads for one in blocks), *elsewhere.values()]
    return sum(thread.comment.resolved_at is None for place in threads for thread in place)


def commented_places(module: Module, body: str) -> tuple[list[Block], Mapping[str, Sequence[Thread]]]:
    """The text in blocks, each with its comments, and the comments on everything else, by place.

    A comment whose passage is gone is among those on the whole module.
    """
    rows = ReviewComment.objects.filter(module=module).threads().select_related("written_by", "resolved_by")
    answers = ReviewComment.objects.select_related("written_by").order_by("written_at", "pk")
    comments = list(rows.prefetch_related(Prefetch("answers", answers)))
    pieces = text_blocks(body)
    on_block: dict[int, list[Thread]] = {}
    elsewhere: dict[str, list[Thread]] = {}
    for one in comments:
        at = _block_of(one, pieces)
        if at is not None:
            is_whole = one.passage == pieces[at][:LONGEST_PASSAGE]
            quote = "" if is_whole else one.passage
            on_block.setdefault(at, []).append(Thread(one, list(one.answers.all()), quote=quote))
        else:
            is_lost = one.place == CommentPlace.BODY
            place = CommentPlace.WHOLE if is_lost else one.place
            elsewhere.setdefault(place, []).append(Thread(one, list(one.answers.all()), is_lost))
    links = _definitions(body)
    blocks = [
        Block(render_markdown(f"{piece}\n\n{links}"), piece[:LONGEST_PASSAGE], on_block.get(number, []))
        for number, piece in enumerate(pieces)
    ]
    return blocks, elsewhere


def text_blocks(body: str) -> list[str]:
    """The Markdown of a text in pieces that can be read by themselves, in order; together they are all of it.

    HTML that begins in one block and ends in a later one, such as `<details>`, keeps its blocks together.
    """
    lines = body.splitlines(keepends=True)
    starts = [
        token.map[0]
        for token in _parser.parse(body)
        if token.level == 0 and token.nesting >= 0 and token.map is not None
    ]
    pieces: list[str] = []
    starts = [0, *starts[1:]] if starts else [0]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        piece = "".join(lines[start:end]).strip("\n")
        if pieces and _is_open(pieces[-1]):
            pieces[-1] += f"\n\n{piece}"
        elif piece:
            pieces.append(piece)
    return pieces


def _definitions(body: str) -> str:
    """The addresses that links anywhere in a text may name: each block is read by itself."""
    known: dict[str, dict[str, dict[str, str]]] = {}
    _parser.parse(body, known)
    return "\n".join(f"[{name}]: <{one['href']}>" for name, one in known.get("references", {}).items())


def _is_open(piece: str) -> bool:
    return piece.count("<details") > piece.count("</details")


def _block_of(comment: ReviewComment, pieces: Sequence[str]) -> int | None:
    """Which block a comment is on: the first that has its passage."""
    if comment.place != CommentPlace.BODY or not comment.passage:
        return None
    return next((number for number, piece in enumerate(pieces) if comment.passage in piece), None)
