"""What a video adds to its text: the file, captions, chapters, a transcript, and what people have seen."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.catalogue.choices import ModuleKind
from content.catalogue.kinds import Hit, KindOfModule, PartProblem, Parts, Shown
from content.catalogue.models import Module
from content.kinds.video.clock import clock_of, seconds_of
from content.kinds.video.cues import read_captions
from content.kinds.video.forms import VideoBuilder, in_words, with_files
from content.kinds.video.parts import (
    CAPTIONS,
    CHAPTERS,
    FILE,
    LANGUAGES,
    MACHINE,
    MADE_BY,
    QUESTIONS,
    chapters_in,
    moments_in,
    spoken_in,
    tidy_video,
)
from content.kinds.video.questions import chosen_questions, moments_asked
from content.kinds.video.reports import (
    file_for,
    file_of,
    moment_passages,
    seen_by,
    seen_in,
    sentence_with,
    told_of,
    tracks_of,
)
from lifow.base.passages.registry import Text
from lifow.base.uploads.services import store_file
from lifow.people.persons.models import Person

TEMPLATE = "content/kinds/video.html"
PURPOSE = "video"


class Video(KindOfModule):
    """A video."""

    name = ModuleKind.VIDEO
    purpose = gettext_lazy("A few minutes to watch, with captions, chapters and a transcript to search.")
    needs_text = is_text_read = False
    text_label = gettext_lazy("Text below the video")
    parts_first = is_wide = True

    def tidy(self, parts: Parts) -> dict[str, Any]:
        return tidy_video(parts)

    def problems(self, parts: Parts) -> Sequence[PartProblem]:
        found = []
        file = file_of(parts)
        if parts.get(FILE) and file is None:
            found.append(PartProblem(FILE, _("This video is no longer stored. Upload it again.")))
        captions, chapters = parts.get(CAPTIONS, ()), parts.get(CHAPTERS, ())
        bad = next((problem for row in captions for problem in read_captions(row["text"]).problems), None)
        if bad is not None:
            found.append(PartProblem(CAPTIONS, in_words(bad)))
        languages = [row["language"] for row in captions]
        if twice := next((one for one in languages if languages.count(one) > 1), None):
            message = _("There are captions in %(language)s twice. Remove one of them.")
            found.append(PartProblem(CAPTIONS, message % {"language": LANGUAGES[twice]}))
        if problem := self._problem_of_chapters(chapters, file.seconds if file else None):
            found.append(PartProblem(CHAPTERS, problem))
        if problem := self._problem_of_questions(parts, file.seconds if file else None):
            found.append(PartProblem(QUESTIONS, problem))
        return found

    @staticmethod
    def _problem_of_questions(parts: Parts, length: float | None) -> str:
        rows, moments = parts.get(QUESTIONS, ()), moments_in(parts)
        if len(moments) < len(rows):
            return _("Give each question the time at which it is asked, such as 1:30.")
        if any(one.version is None for one in chosen_questions(moments)):
            return _("A question is not in the bank, or was never published. Remove it.")
        if length is not None and moments and moments[-1].second >= length:
            message = _("The last question comes after the end of the video, which is at %(end)s.")
            return message % {"end": clock_of(length)}
        return ""

    @staticmethod
    def _problem_of_chapters(rows: Sequence[Any], length: float | None) -> str:
        if any(seconds_of(row["at"]) is None or not row["title"] for row in rows):
            return _("Give each chapter a title, and the time at which it begins, such as 1:30.")
        begins = [second for row in rows if (second := seconds_of(row["at"])) is not None]
        if len(set(begins)) < len(begins):
            return _("Two chapters begin at the same time.")
        if length is not None and begins and begins[-1] >= length:
            message = _("The last chapter begins after the end of the video, which is at %(end)s.")
            return message % {"end": clock_of(length)}
        return ""

    def gaps_before_publishing(self, parts: Parts) -> Sequence[PartProblem]:
        found = []
        if not parts.get(FILE):
            found.append(PartProblem(FILE, _("Upload the video.")))
        if not spoken_in(parts):
            found.append(PartProblem(CAPTIONS, _("Add captions: not everybody hears what is said.")))
        for row in parts.get(CAPTIONS, ()):
            if row.get(MADE_BY) == MACHINE:
                message = _("The captions in %(language)s were made by a machine. Check them first.")
                found.append(PartProblem(CAPTIONS, message % {"language": LANGUAGES[row["language"]]}))
        unasked = [one for one in chosen_questions(moments_in(parts)) if not one.is_asked]
        if unasked:
            message = _("A question of the video cannot be asked now: %(question)s")
            found.append(PartProblem(QUESTIONS, message % {"question": unasked[0].summary}))
        return found

    def asks(self, parts: Parts) -> Sequence[str]:
        return [one.item for one in moments_in(self.tidy(parts))]

    def searched(self, parts: Parts) -> str:
        titles = [one.title for one in chapters_in(parts)]
        said = [cue.text for spoken in spoken_in(parts) for cue in spoken.cues]
        return "\n".join([*titles, *said])

    def passages(self, parts: Parts) -> Sequence[Text]:
        return moment_passages(parts)

    def hits(self, modules: Iterable[Module], text: str) -> dict[int, Sequence[Hit]]:
        parts = {one.pk: one.parts if isinstance(one.parts, Mapping) else {} for one in modules}
        found = {pk: sentence_with(self.tidy(said), text) for pk, said in parts.items()}
        return {pk: [hit] for pk, hit in found.items() if hit is not None}

    def in_words(self, parts: Parts) -> str:
        file = [_("Video: %(file)s") % {"file": parts[FILE]}] if parts.get(FILE) else []
        chapters = [f"{one.clock} {one.title}" for one in chapters_in(parts)]
        said = [
            line
            for spoken in spoken_in(parts)
            for line in (spoken.name, *(f"{clock_of(cue.begin)} {cue.text}" for cue in spoken.cues))
        ]
        moments = moments_in(parts)
        asked = [
            f"{moment.clock} {one.summary}"
            for moment, one in zip(moments, chosen_questions(moments), strict=True)
        ]
        return "\n".join([*file, *chapters, *asked, *said])

    def with_files(self, data: QueryDict, files: MultiValueDict, by: Person) -> QueryDict:
        def store(file: Any) -> str:
            stored = store_file(
                owner=by,
                purpose=PURPOSE,
                name=file.name or "",
                stream=file,
                length=file.size,
                as_of=timezone.now(),
            )
            return stored.public_id

        return with_files(data, files, store)

    def builder(self, data: QueryDict | None, parts: Parts) -> VideoBuilder:
        return VideoBuilder(data, parts)

    def preview(self, parts: Parts) -> Shown | None:
        tidy = self.tidy(parts)
        file = file_of(tidy)
        if file is None:
            return None
        told = told_of(tidy, file, reverse("content:video_file", args=[file.public_id]))
        return Shown(TEMPLATE, {**told, "questions": moments_asked(tidy)})

    def player(self, module: Module, person: Person) -> Shown | None:
        tidy = self.tidy(module.parts)
        file, progress = file_for(tidy, module, person)
        if file is None:
            return None
        told = told_of(tidy, file, reverse("content:video", args=[module.public_id, file.public_id]))
        watched = reverse("content:watched", args=[module.public_id])
        return Shown(
            TEMPLATE,
            {
                **told,
                "tracks": tracks_of(module, tidy),
                "questions": moments_asked(tidy, module, person),
                "watched": watched if module.status == Module.Status.PUBLISHED else "",
                "seen": seen_in(progress, file),
            },
        )

    def left_to_do(self, module: Module, person: Person) -> str:
        file = file_of(self.tidy(module.parts))
        if file is None:
            return ""
        seen = seen_by(person, module, file)
        if seen.is_enough or seen.is_said:
            return ""
        told = {"seen": clock_of(seen.seconds), "length": clock_of(seen.length)}
        return (
            _(
                "Watch the video to the end first: %(seen)s of %(length)s watched. "
                "If you have watched it elsewhere or read the transcript, say so below the video."
            )
            % told
        )
