"""What every upload asks: files, of a size that is read, and text in one of the encodings that are read."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.widgets import INPUT_CLASSES


class FileInput(forms.FileInput):
    """The browser's own field for a file, which says the name of the file without a script."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": " ".join(INPUT_CLASSES), **(attrs or {})})

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The field beside a hidden one: the theme's script writes the name of a chosen file into that."""
        field = super().render(name, value, attrs, renderer)
        return format_html('<div><div>{}</div><input type="text" hidden disabled></div>', field)


class SeveralFilesInput(FileInput):
    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """One file or several, each checked as one."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files: Sequence[Any] = data if isinstance(data, list | tuple) else [data]
        return [super(SeveralFilesField, self).clean(one, initial) for one in files or [None]]
