"""What a page tells of a video: its file, chapters, transcript, and how far somebody is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from content.catalogue.kinds import Hit
from content.catalogue.models import Module, ModuleDraft, ModuleVersion
from content.kinds.reading import read_once
from content.kinds.video.clock import clock_of
from content.kinds.video.cues import Cue, sentences_of
from content.kinds.video.models import VideoProgress
from content.kinds.video.parts import Chapter, chapters_in, file_id_of, spoken_in
from content.kinds.video.seen import is_watched, merged, seconds_seen
from lifow.base.passages.registry import Text
from lifow.base.search import words_in
from lifow.base.uploads.models import StoredFile
from lifow.people.persons.models import Person

Parts = Mapping[str, Any]
MOST_WATCHERS = 20_000
AT_A_MOMENT = 2
"""Sentences of a transcript that a search opens together."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a transcript, and when it begins: to the second in addresses."""

    begin: float
    text: str

    @property
    def second(self) -> int:
        return int(self.begin)

    @property
    def clock(self) -> str:
        return clock_of(self.second)


@dataclass(frozen=True, slots=True)
class Passage:
    """The sentences of one chapter; without a chapter, those before the first."""

    chapter: Chapter | None
    sentences: Sequence[Sentence]


@dataclass(frozen=True, slots=True)
class Track:
    """Captions that a player shows: their language, and where the file is."""

    language: str
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Seen:
    """How far somebody is: where they were last, and how much they have seen of all."""

    position: float
    seconds: float
    length: float
    is_enough: bool
    is_said: bool

    @property
    def words(self) -> str:
        told = {"seen": clock_of(self.seconds), "length": clock_of(self.length)}
        return _("%(seen)s of %(length)s watched") % told


def file_of(parts: Parts) -> StoredFile | None:
    """The file of a video; None where there is none, or where it is gone."""
    public_id = file_id_of(parts)
    return _file(public_id) if public_id else None


@read_once
def _file(public_id: str) -> StoredFile | None:
    return StoredFile.objects.select_related("poster").filter(public_id=public_id).first()


def file_for(parts: Parts, module: Module, person: Person) -> tuple[StoredFile | None, VideoProgress | None]:
    """The file of a module's video, and how far somebody is in it; one query."""
    public_id = file_id_of(parts)
    of_it = VideoProgress.objects.filter(person=person, module=module, file=OuterRef("public_id"))
    told = {name: Subquery(of_it.values(name)[:1]) for name in ("position", "seen", "said_at", "watched_at")}
    files = StoredFile.objects.select_related("poster").filter(public_id=public_id)
    if not public_id or (file := files.annotate(**told).first()) is None:
        return None, None
    progress = {name: vars(file)[name] for name in told}
    return file, VideoProgress(**progress) if progress["watched_at"] else None


def used_files() -> set[str]:
    """Public ids of the files that modules, their drafts and their versions name."""
    drafts, versions = (
        model.objects.filter(contents__kind=Module.Kind.VIDEO).values_list("contents__parts", flat=True)
        for model in (ModuleDraft, ModuleVersion)
    )
    modules = Module.objects.filter(kind=Module.Kind.VIDEO).values_list("parts", flat=True)
    told = [*modules.iterator(), *drafts, *versions]
    return {file_id for parts in told if isinstance(parts, Mapping) and (file_id := file_id_of(parts))}


def told_of(parts: Parts, file: StoredFile, url: str) -> dict[str, Any]:
    """What both the preview and the player show."""
    spoken = spoken_in(parts)
    chapters = chapters_in(parts)
    return {
        "url": url,
        "type": file.media_type,
        "length": file.seconds,
        "poster": reverse("media:picture", args=[file.poster.public_id]) if file.poster else "",
        "chapters": chapters,
        "passages": passages_of(chapters, spoken[0].cues if spoken else ()),
        "language": spoken[0].language if spoken else "",
    }


def tracks_of(module: Module, parts: Parts) -> list[Track]:
    """The captions of a module, where a player finds them."""
    return [
        Track(one.language, one.name, reverse("content:captions", args=[module.public_id, one.language]))
        for one in spoken_in(parts)
    ]


def passages_of(chapters: Sequence[Chapter], cues: Sequence[Cue]) -> list[Passage]:
    """The transcript, by chapters; without what is said, the chapters."""
    begins: list[tuple[float, Chapter | None]] = [(-1.0, None), *((one.second, one) for one in chapters)]
    sentences = [_sentence(cue) for cue in sentences_of(cues)]
    passages = []
    for place, (begin, chapter) in enumerate(begins):
        end = begins[place + 1][0] if place + 1 < len(begins) else float("inf")
        within = [one for one in sentences if begin <= one.begin < end]
        if within or chapter is not None:
            passages.append(Passage(chapter, within))
    return passages


def moment_passages(parts: Parts) -> list[Text]:
    """What is said, a few sentences at a time, and the chapters, each opened at its moment; of all
    languages.
    """
    chapters = [
        Text(one.title, place=one.clock, query=urlencode({"t": int(one.second)}))
        for one in chapters_in(parts)
    ]
    said = []
    for spoken in spoken_in(parts):
        sentences = [_sentence(cue) for cue in sentences_of(spoken.cues)]
        for begin in range(0, len(sentences), AT_A_MOMENT):
            some = sentences[begin : begin + AT_A_MOMENT]
            text = " ".join(one.text for one in some)
            said.append(Text(text, place=some[0].clock, query=urlencode({"t": some[0].second})))
    return [*chapters, *said]


def sentence_with(parts: Parts, text: str) -> Hit | None:
    """The first of the sentences of a transcript, and of the chapters, that have most words of a search."""
    spoken = spoken_in(parts)
    sentences = [_sentence(cue) for cue in sentences_of(spoken[0].cues)] if spoken else []
    chapters = [Sentence(one.second, one.title) for one in chapters_in(parts)]
    counted = [(words_in(one.text, text), one) for one in (*sentences, *chapters)]
    most = max((count for count, _one in counted), default=0)
    if not most:
        return None
    found = next(one for count, one in counted if count == most)
    return Hit(text=found.text, place=found.clock, query=urlencode({"t": found.second, "q": text}))


def seen_by(person: Person, module: Module, file: StoredFile) -> Seen:
    """How far a person is in the video that a module has now; one query."""
    rows = VideoProgress.objects.filter(person=person, module=module, file=file.public_id)
    return seen_in(rows.first(), file)


def seen_in(row: VideoProgress | None, file: StoredFile) -> Seen:
    """What a row of progress, if there is one, says of a video."""
    stretches = merged(row.seen, file.seconds) if row else []
    return Seen(
        position=min(row.position, file.seconds) if row else 0.0,
        seconds=seconds_seen(stretches),
        length=file.seconds,
        is_enough=is_watched(stretches, file.seconds),
        is_said=row is not None and row.said_at is not None,
    )


def parts_seen(module: Module, parts: int, since: datetime) -> tuple[int, list[int]]:
    """How many people watched a module's video since a moment, and how many of them have seen each of so many
    equal parts of it; two queries."""
    file = file_of(module.parts)
    if file is None or not file.seconds:
        return 0, []
    rows = VideoProgress.objects.filter(module=module, file=file.public_id, watched_at__gte=since)
    seen = [merged(told, file.seconds) for told in rows.values_list("seen", flat=True)[:MOST_WATCHERS]]
    watched = [one for one in seen if one]
    middles = [file.seconds * (part + 0.5) / parts for part in range(parts)]
    counts = [sum(any(begin <= at <= end for begin, end in one) for one in watched) for at in middles]
    return len(watched), counts


def clocks_at(parts: Parts, shares: Sequence[float]) -> list[str]:
    """The times at shares of a video's length, as its player shows them; nothing without a video."""
    file = file_of(parts)
    return [clock_of(int(share * file.seconds)) for share in shares] if file else []


def _sentence(cue: Cue) -> Sentence:
    return Sentence(cue.begin, cue.text)
