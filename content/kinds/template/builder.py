"""The part of the editor for templates: a row a comment, with the passage that it is about."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.kinds.builders import PartsBuilder, Rows
from content.kinds.template.comments import (
    COMMENTS,
    LONGEST_COMMENT,
    LONGEST_QUOTE,
    MOST_ALIKE,
    MOST_COMMENTS,
)
from content.kinds.template.compute.anchors import places, plain_lines
from lifow.base.form_rows import RowForm
from lifow.base.forms import TextField


class CommentRow(RowForm):
    """A passage of the text, and what is said of it."""

    quote = TextField(
        label=gettext_lazy("Passage"),
        max_length=LONGEST_QUOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Copied from the text. Empty for a comment on the whole text."),
    )
    occurrence = forms.IntegerField(
        label=gettext_lazy("Which one"),
        required=False,
        min_value=1,
        max_value=MOST_ALIKE,
        help_text=gettext_lazy("Where the passage is there more than once: 2 for the second one."),
    )
    text = TextField(
        label=gettext_lazy("Comment"),
        max_length=LONGEST_COMMENT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    texts = ("quote", "text")
    numbered = ("quote", "text")


class Comments(Rows):
    """Rows of comments."""

    name, row, most, begin_with = COMMENTS, CommentRow, MOST_COMMENTS, 1
    legend = gettext_lazy("Comments")
    hint = gettext_lazy(
        "What a writer needs to know at a place: why it is there, what it must not be, whom to ask."
    )
    add = gettext_lazy("Add a comment")


class TemplateBuilder(PartsBuilder):
    """The part of the editor for templates. `body` is the text that the passages are of."""

    rows_classes = (Comments,)

    def __init__(self, data: QueryDict | None, parts: Mapping[str, Any]) -> None:
        super().__init__(data, parts)
        self.body = plain_lines(data.get("body", "")) if data is not None else ""

    def is_valid(self) -> bool:
        if not super().is_valid():
            return False
        checked = [self._is_there(form) for form in self.rows[0].forms]
        return all(checked)

    def _is_there(self, form: RowForm) -> bool:
        """Whether the passage of a row is in the text, and as often as it says; else the row is told."""
        quote = plain_lines(form.cleaned_data.get("quote") or "")
        number = form.cleaned_data.get("occurrence") or 1
        count = len(places(self.body, quote))
        if quote and not count:
            form.add_error(
                "quote", _("This passage is not in the text. Copy it from there again, or leave it empty.")
            )
        elif quote and number > count:
            said = _("The passage is in the text %(count)s times. Give a number up to that.") % {
                "count": count
            }
            form.add_error("occurrence", said)
        return not form.errors
