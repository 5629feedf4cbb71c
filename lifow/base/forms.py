"""Fields of forms that every page shares."""

from typing import Any

from django import forms

from lifow.base.bounds import validate_text


class TextField(forms.CharField):
    """A text that somebody types, of at most so many characters, without those that no text has."""

    default_validators = [validate_text]

    def __init__(self, *, max_length: int, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)
