"""The part of the editor for videos: the file, captions by language, chapters as rows or as a list."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.catalogue.services import EDITION_LENGTH
from content.kinds.builders import PartsBuilder, Rows
from content.kinds.quiz.forms import QuestionRow, QuizBuilder
from content.kinds.video.clock import listed_moment, seconds_of
from content.kinds.video.cues import CueProblem, Wrong, read_captions
from content.kinds.video.parts import (
    CAPTIONS,
    CHAPTERS,
    FILE,
    LANGUAGES,
    LONGEST_CAPTIONS,
    MOST_CAPTIONS,
    MOST_CHAPTERS,
    MOST_QUESTIONS,
    QUESTIONS,
    tidy_questions,
)
from content.kinds.video.reports import file_of
from lifow.base.bounds import LONGEST_LINE, LONGEST_TEXT, without_controls
from lifow.base.form_rows import RowForm
from lifow.base.forms import TextField
from lifow.base.uploads.handlers import MOST_WITH_A_FORM
from lifow.base.uploads.models import StoredFile
from lifow.base.uploads.services import MIB, UploadError, largest_bytes
from lifow.base.widgets import LongSelect

UPLOADED, REFUSED, LISTED = "upload", "refused", "listed"
LINES: Mapping[Wrong, Any] = {
    Wrong.NO_HEADER: gettext_lazy("Line %(line)s: WEBVTT has to stand here, as the first line of the file."),
    Wrong.NO_TIMES: gettext_lazy(
        "Line %(line)s: there are no times. Write when the words are shown: 00:01.000 --> 00:04.000."
    ),
    Wrong.BAD_TIMES: gettext_lazy(
        "Line %(line)s: these times cannot be read. Write them as 00:01.000 --> 00:04.000."
    ),
    Wrong.ENDS_BEFORE: gettext_lazy("Line %(line)s: it ends before it begins."),
    Wrong.OUT_OF_ORDER: gettext_lazy("Line %(line)s: it begins before the captions above. Put it in order."),
    Wrong.TOO_LONG: gettext_lazy("Line %(line)s: this is too long. Put an empty line before the next times."),
    Wrong.TOO_MANY: gettext_lazy("Line %(line)s: at most 5,000 captions are kept."),
    Wrong.NOTHING: gettext_lazy("There are no captions in this text."),
}


def in_words(problem: CueProblem) -> str:
    """What is wrong with captions, where, and what to do."""
    return str(LINES[problem.what]) % {"line": problem.line}


class VideoForm(forms.Form):
    """The file, by the id that it has been stored with, and chapters that were pasted as a list."""

    file = TextField(label=gettext_lazy("Video"), max_length=30, required=False, widget=forms.HiddenInput)
    refused = TextField(max_length=LONGEST_TEXT, required=False, widget=forms.HiddenInput)
    listed = TextField(
        label=gettext_lazy("Chapters as a list"),
        help_text=gettext_lazy("One a line, such as “0:00 Intro”. They are added to the chapters above."),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get(REFUSED):
            self.add_error(FILE, self.cleaned_data[REFUSED])
        return self.cleaned_data

    def clean_listed(self) -> str:
        listed: str = self.cleaned_data[LISTED]
        lines = [(number, line) for number, line in enumerate(listed.splitlines(), 1) if line.strip()]
        bad = [number for number, line in lines if listed_moment(line) is None]
        if bad:
            message = _("Line %(line)s: write a time and a title, such as “1:30 Refunds”.")
            raise ValidationError([message % {"line": number} for number in bad[:10]])
        return listed


class CaptionsInput(forms.Textarea):
    """A text, and a file that it may be taken from: with a script at once, else when the form is sent."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        field = super().render(name, value, attrs, renderer)
        file = '<input type="file" accept=".vtt,.srt,text/vtt" name="{}" aria-label="{}" data-fills="{}">'
        label = _("Take captions from a file")
        chooser = format_html(file, name.removesuffix("text") + "file", label, (attrs or {}).get("id", ""))
        return format_html("{}{}", field, chooser)


class CaptionsRow(RowForm):
    """Captions in one language."""

    text = TextField(
        label=gettext_lazy("Captions"),
        help_text=gettext_lazy("WebVTT or SubRip, as programs for captions save them."),
        max_length=LONGEST_CAPTIONS,
        required=False,
        widget=CaptionsInput(attrs={"rows": 6, "spellcheck": "false"}),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=sorted(LANGUAGES.items(), key=lambda one: str(one[1]).casefold()),
        initial="en",
        required=False,
        widget=LongSelect,
    )
    made_by = TextField(max_length=20, required=False, widget=forms.HiddenInput)
    refused = TextField(max_length=LONGEST_TEXT, required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        if told := self.cleaned_data.pop(REFUSED, ""):
            self.add_error("text", told)
        return self.cleaned_data

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        problems = read_captions(text).problems if text else ()
        if problems:
            raise ValidationError([in_words(one) for one in problems])
        return text


class ChapterRow(RowForm):
    """Where a chapter begins, and what it is called."""

    at = TextField(
        label=gettext_lazy("Begins at"),
        help_text=gettext_lazy("Minutes and seconds, such as 1:30."),
        max_length=LONGEST_LINE,
        required=False,
    )
    title = TextField(label=gettext_lazy("Title"), max_length=LONGEST_LINE, required=False)
    texts = ("at", "title")
    numbered = ("at", "title")

    def clean_at(self) -> str:
        at: str = self.cleaned_data["at"]
        if at and seconds_of(at) is None:
            raise ValidationError(_("Write minutes and seconds, such as 1:30."), code="clock")
        return at

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("title") and not self.data.get(self.add_prefix("at")):
            message = _("Say when this chapter begins, such as 1:30.")
            self.add_error("at", ValidationError(message, code="required"))
        if self.cleaned_data.get("at") and not self.cleaned_data.get("title"):
            self.add_error("title", ValidationError(_("Give this chapter a title."), code="required"))
        return self.cleaned_data


class CaptionsRows(Rows):
    """Captions, a row a language."""

    name, row, most, begin_with = CAPTIONS, CaptionsRow, MOST_CAPTIONS, 1
    legend = gettext_lazy("Captions")
    hint = gettext_lazy("What is said, for those who do not hear it. The transcript is made of them.")
    add = gettext_lazy("Add a language")


class ChapterRows(Rows):
    """Chapters."""

    name, row, most, begin_with = CHAPTERS, ChapterRow, MOST_CHAPTERS, 1
    legend = gettext_lazy("Chapters")
    add = gettext_lazy("Add a chapter")


class MomentRow(QuestionRow):
    """A question of the bank, and when it is asked."""

    at = TextField(
        label=gettext_lazy("Asked at"),
        help_text=gettext_lazy("Minutes and seconds, such as 1:30. The video pauses there."),
        max_length=LONGEST_LINE,
        required=False,
    )

    def clean_at(self) -> str:
        at: str = self.cleaned_data["at"]
        if seconds_of(at) is None:
            code = "clock" if at else "required"
            raise ValidationError(_("Write minutes and seconds, such as 1:30."), code=code)
        return at


class MomentQuestions(QuizBuilder):
    """Questions of the bank at moments of the video."""

    row, most, is_ordered = MomentRow, MOST_QUESTIONS, False
    hint = gettext_lazy("Each pauses the video where it is asked; whoever watches can also go on without.")

    @staticmethod
    def tidied(rows: Sequence[Any]) -> list[dict[str, Any]]:
        """Rows as they are stored."""
        return tidy_questions(rows)


class VideoBuilder(PartsBuilder):
    """The part of the editor for videos."""

    template = "content/kinds/video_builder.html"
    form_class, rows_classes = VideoForm, (CaptionsRows, ChapterRows)
    form: VideoForm

    def __init__(self, data: QueryDict | None, parts: Mapping[str, Any]) -> None:
        super().__init__(None if data is None else with_listed_chapters(data), parts)
        self.questions = MomentQuestions(data, parts)

    @property
    def given(self) -> list[forms.Form]:
        """All its forms, those of rows among them."""
        return [*super().given, *self.questions.given]

    def is_valid(self) -> bool:
        return all([super().is_valid(), self.questions.is_valid()])

    @property
    def parts(self) -> dict[str, Any]:
        return {**super().parts, **self.questions.parts}

    def add_error(self, field: str, message: str) -> None:
        if field == QUESTIONS:
            self.questions.add_error(field, message)
        else:
            super().add_error(field, message)

    @property
    def error_lines(self) -> list[tuple[str, str, str]]:
        return [*super().error_lines, *self.questions.refused_lines]

    @property
    def captions(self) -> Rows:
        return self.rows[0]

    @property
    def chapters(self) -> Rows:
        return self.rows[1]

    @property
    def stored(self) -> StoredFile | None:
        """The file that the form names."""
        return file_of({FILE: self.form[FILE].value()})

    @property
    def largest_mib(self) -> int:
        return largest_bytes() // MIB

    @property
    def largest_with_a_form_mib(self) -> int:
        return min(MOST_WITH_A_FORM, largest_bytes()) // MIB


def with_listed_chapters(data: QueryDict) -> QueryDict:
    """What was sent, with chapters of the list as rows; a list with a line that is none stays as it is."""
    listed = data.get(f"parts-{LISTED}", "")
    lines = [line for line in without_controls(listed).splitlines() if line.strip()]
    found = [one for line in lines if (one := listed_moment(line)) is not None]
    rows = _filled_rows(data)
    if not lines or len(found) < len(lines) or len(rows) + len(found) > MOST_CHAPTERS:
        return data
    changed = data.copy()
    for name in [name for name in changed if name.startswith(f"parts-{CHAPTERS}-")]:
        del changed[name]
    for number, (key, at, title) in enumerate([*rows, *(("", at, title) for at, title in found)]):
        for name, value in (("key", key or f"listed-{number}"), ("at", at), ("title", title)):
            changed[f"parts-{CHAPTERS}-{number}-{name}"] = value
    changed[f"parts-{CHAPTERS}-count"] = str(len(rows) + len(found))
    changed[f"parts-{LISTED}"] = ""
    return changed


def _filled_rows(data: QueryDict) -> list[tuple[str, str, str]]:
    """The chapters that were sent in rows: key, moment, title."""
    count = data.get(f"parts-{CHAPTERS}-count", "")
    places = range(min(int(count), MOST_CHAPTERS)) if count.isascii() and count.isdigit() else ()
    told = [
        (data.get(f"{begin}key", ""), data.get(f"{begin}at", ""), data.get(f"{begin}title", ""))
        for begin in (f"parts-{CHAPTERS}-{place}-" for place in places)
    ]
    return [row for row in told if row[1].strip() or row[2].strip()]


def with_files(data: QueryDict, files: MultiValueDict, store: Any) -> QueryDict:
    """What was sent, with what its files hold in its fields: a video by its id, captions as text.

    `store(file)` stores a video, and gives its public id. What is refused is told at its field, and what was
    there before stays.
    """
    changed = data.copy()
    for name, file in files.items():
        if name == f"parts-{UPLOADED}":
            _take_video(changed, file, store)
        elif name.startswith(f"parts-{CAPTIONS}-") and name.endswith("-file"):
            _take_captions(changed, name.removesuffix("file"), file)
    return changed


def _take_video(changed: QueryDict, file: Any, store: Any) -> None:
    if file.size > MOST_WITH_A_FORM:
        message = _("Sent with the form, a video has at most %(most)s MB. Turn scripts on for larger ones.")
        changed[f"parts-{REFUSED}"] = message % {"most": MOST_WITH_A_FORM // MIB}
        return
    try:
        changed[f"parts-{FILE}"] = store(file)
    except UploadError as error:
        changed[f"parts-{REFUSED}"] = str(error)


def _take_captions(changed: QueryDict, begin: str, file: Any) -> None:
    if file.size > LONGEST_CAPTIONS * 4:
        changed[f"{begin}{REFUSED}"] = _("This file is too large for captions.")
        return
    try:
        changed[f"{begin}text"] = file.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        changed[f"{begin}{REFUSED}"] = _(
            "This file is no text in UTF-8. Save it as WebVTT, and choose it again."
        )


class CaptionsForm(forms.Form):
    """The captions as WebVTT; a script shows them line by line."""

    text = TextField(
        label=gettext_lazy("Captions"),
        help_text=gettext_lazy(
            "WebVTT: the times, such as 00:01.000 --> 00:04.000, below them the words, then an empty line."
        ),
        strip=False,
        max_length=LONGEST_CAPTIONS,
        widget=forms.Textarea(attrs={"rows": 20, "spellcheck": "true", "data-cues": True}),
        error_messages={"required": gettext_lazy("Write the captions, or go back without saving.")},
    )
    edition = forms.RegexField(rf"^[0-9a-f]{{{EDITION_LENGTH}}}$", required=False, widget=forms.HiddenInput)

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        problems = read_captions(text).problems
        if problems:
            raise ValidationError([in_words(one) for one in problems])
        return text

    def begin_again(self, edition: str) -> None:
        """Take what is there now as known: what was typed stays, and can be sent once more."""
        self.data: Any = {**dict(self.data.items()), "edition": edition}
        self.add_error(None, _("Saving again replaces what is there with your captions."))
