"""What the two people of a pairing write to each other."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from lifow.base.forms import TextField

MESSAGE_LENGTH = 600
NOTE_LENGTH = 300
TYPED_INTO = (forms.TextInput, forms.Textarea)


@dataclass(frozen=True, slots=True)
class Unsent:
    """What somebody wrote that could not be sent, a text a field, and why; the answering page shows both."""

    why: str
    texts: tuple[str, ...]


def unsent(form: forms.Form, why: str) -> Unsent | None:
    """What was typed into a form that cannot be taken any more; None where nothing was."""
    if not form.is_bound:
        return None
    typed = [name for name, field in form.fields.items() if isinstance(field.widget, TYPED_INTO)]
    texts = (str(form[name].value() or "").strip() for name in typed)
    kept = tuple(text for text in texts if text)
    return Unsent(why, kept) if kept else None


class AskForm(forms.Form):
    """A few words to the mentor."""

    message = TextField(
        label=_("What would you like to work on?"),
        help_text=_("Two sentences are enough: a piece of work of yours, and where it is stuck."),
        required=False,
        max_length=MESSAGE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class NoteForm(forms.Form):
    """A word with a decision, for the other one to read, or for both where neither decides."""

    note = TextField(
        label=_("Note"),
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
