"""What authors fill in of a checklist, and what whoever signs it off says."""

from django import forms
from django.utils.translation import gettext_lazy

from content.kinds.builders import PartsBuilder, Rows
from content.kinds.checklist.choices import SignOff
from content.kinds.checklist.models import LONGEST_LINE_TEXT, LONGEST_NOTE
from content.kinds.checklist.parts import LINES, MOST_LINES
from lifow.base.form_rows import RowForm
from lifow.base.forms import TextField


class ChecklistForm(forms.Form):
    """Whose word a checklist needs."""

    sign_off = forms.ChoiceField(
        label=gettext_lazy("Who signs it off"),
        choices=SignOff.choices,
        help_text=gettext_lazy("They are asked once all lines are ticked. Their sign-off makes it done."),
    )


class LineRow(RowForm):
    """One line to tick, or a heading above some."""

    text = TextField(label=gettext_lazy("Line"), max_length=LONGEST_LINE_TEXT, required=False)
    hint = TextField(
        label=gettext_lazy("Why, or how: shown below the line"),
        max_length=LONGEST_LINE_TEXT,
        required=False,
    )
    is_heading = forms.BooleanField(
        label=gettext_lazy("This line is a heading"),
        required=False,
    )
    texts = ("text", "hint")


class Lines(Rows):
    """The lines of a checklist."""

    name, row, most, begin_with = LINES, LineRow, MOST_LINES, 3
    legend = gettext_lazy("Lines")
    hint = gettext_lazy(
        "What a learner has ticked stays ticked when you reword a line or move it. To ask for it anew, "
        "remove it and add another."
    )
    row_template = "content/kinds/checklist/builder_row.html"
    add = gettext_lazy("Add a line")


class ChecklistBuilder(PartsBuilder):
    """The part of the editor for checklists."""

    template = "content/kinds/checklist/builder.html"
    form_class, rows_classes = ChecklistForm, (Lines,)


class SignOffForm(forms.Form):
    """What somebody says who signs a checklist off, or sends it back."""

    words = TextField(
        label=gettext_lazy("A few words"),
        help_text=gettext_lazy("Needed if you send it back: say what is missing."),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
