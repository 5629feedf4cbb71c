"""The captions of a video as its author corrects them, and what a machine has drafted of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from content.catalogue.models import Module
from content.catalogue.services import edited_contents, edition_of
from content.kinds.video.clock import clock_of
from content.kinds.video.cues import as_webvtt, read_captions
from content.kinds.video.models import CaptionsDraft
from content.kinds.video.parts import CAPTIONS, FIRST_LANGUAGE, LANGUAGES, MACHINE, MADE_BY
from content.kinds.video.reports.showing import file_of
from content.kinds.video.transcribing import LANGUAGE, is_installed
from lifow.base.uploads.models import StoredFile


@dataclass(frozen=True, slots=True)
class EditedCaptions:
    """The captions of one language.

    text         as they are to be corrected; of a machine's draft where there are none yet
    by_machine   whether a machine wrote them and nobody has checked them
    is_new       whether the video has none in this language
    can_draft    whether a machine can be asked for them, here and in this language
    """

    language: str
    text: str
    by_machine: bool
    is_new: bool
    languages: Sequence[str]
    file: StoredFile
    edition: str
    draft: CaptionsDraft | None
    can_draft: bool

    @property
    def name(self) -> str:
        return LANGUAGES[self.language]

    @property
    def named_languages(self) -> Sequence[tuple[str, str]]:
        return [(one, LANGUAGES[one]) for one in self.languages]

    @property
    def is_drafting(self) -> bool:
        return self.draft is not None and self.draft.state in (
            CaptionsDraft.State.WAITING,
            CaptionsDraft.State.RUNNING,
        )

    @property
    def progress(self) -> str:
        """How far the machine is: 2:00 of 5:40."""
        heard = self.draft.heard if self.draft else 0.0
        return f"{clock_of(heard)} / {clock_of(self.file.seconds)}"


def edited_captions(module: Module, language: str) -> EditedCaptions | None:
    """The captions of a module in a language, the first it has where none is named; None without a video."""
    contents = edited_contents(module)
    file = file_of(contents.parts) if module.kind == Module.Kind.VIDEO else None
    if file is None:
        return None
    rows = contents.parts.get(CAPTIONS, ())
    languages = [row["language"] for row in rows]
    chosen = language if language in LANGUAGES else (languages or [FIRST_LANGUAGE])[0]
    row = next((one for one in rows if one["language"] == chosen), None)
    draft = CaptionsDraft.objects.filter(file=file).first() if chosen == LANGUAGE else None
    is_drafted = draft is not None and draft.state == CaptionsDraft.State.DONE
    drafted = draft.text if row is None and draft is not None and is_drafted else ""
    return EditedCaptions(
        language=chosen,
        text=_tidy(row["text"]) if row else drafted,
        by_machine=row.get(MADE_BY) == MACHINE if row else bool(drafted),
        is_new=row is None,
        languages=languages,
        file=file,
        edition=edition_of(contents),
        draft=draft,
        can_draft=row is None and not is_drafted and chosen == LANGUAGE and is_installed(),
    )


def _tidy(text: str) -> str:
    """Captions as the editor shows them: what cannot be read stays as it is written."""
    read = read_captions(text)
    return text if read.problems else as_webvtt(read.cues)
