"""Edits that meet: a form that was open while somebody else, or an import, changed the same row.

Beside each field is what it held when the page was opened. What was not changed on the form is as it is
stored by now; what both have changed is shown, and written only once it is saved again.
"""

from collections.abc import Iterable
from typing import Any

from django.forms import BaseInlineFormSet, BoundField, CharField, JSONField, ModelForm, MultiWidget
from django.forms.utils import pretty_name
from django.http import QueryDict
from django.utils.formats import localize
from django.utils.translation import gettext as _

from lifow.base.bounds import validate_json, validate_text


class MergingForm(ModelForm):
    """A form that says what somebody changed on it: all else is as it is stored by now."""

    def clean(self) -> dict[str, Any] | None:
        if self.instance.pk:
            changed = set(self.changed_data)
            for name in self.cleaned_data.keys() - changed:
                if name in self.stored_names and self.tells_what_was(name):
                    self.cleaned_data[name] = getattr(self.instance, name)
            for name in changed:
                self.refuse_if_others_changed(name)
        cleaned: dict[str, Any] | None = super().clean()
        return cleaned

    @property
    def stored_names(self) -> set[str]:
        return {field.name for field in self.instance._meta.concrete_fields}

    def tells_what_was(self, name: str) -> bool:
        """Whether the page sent what the field held when it was opened; scripts may send less."""
        hidden = self.add_initial_prefix(name)
        return any(key == hidden or key.startswith(f"{hidden}_") for key in self.data)

    def changed_by_others(self) -> list[str]:
        """The labels of what is stored otherwise by now than when the page was opened, and was left alone."""
        if not self.instance.pk:
            return []
        left = [name for name in self.fields if name not in self.changed_data and self.tells_what_was(name)]
        return [self.label_of(name) for name in left if self._is_stored_otherwise(self[name])]

    def label_of(self, name: str) -> str:
        return str(self.fields[name].label or pretty_name(name))

    def refuse_if_others_changed(self, name: str) -> None:
        """Refuse what somebody else has changed to another thing, and show it; saved again, it is written."""
        bound = self[name]
        if not (self.tells_what_was(name) and self._is_stored_otherwise(bound)):
            return
        if bound.field.has_changed(bound.initial, bound.data):
            text = _(
                "Somebody else has changed this to “%(stored)s” since you opened the page. Nothing was saved "
                "yet: choose what is right, and save again."
            )
            self.add_error(name, text % {"stored": self._in_words(bound)})
            self._begin_from_what_is_stored(bound)

    def take_what_others_changed(self) -> None:
        """Take from the database what is there by now, but for what was changed on the form."""
        row = self.instance
        stored = type(row)._default_manager.filter(pk=row.pk).first()
        for field in row._meta.concrete_fields if stored is not None else ():
            is_said = field.name in self.changed_data or not self.tells_what_was(field.name)
            if field.name not in self.fields or not is_said:
                setattr(row, field.attname, getattr(stored, field.attname))

    def _is_stored_otherwise(self, bound: BoundField) -> bool:
        hidden = bound.field.hidden_widget()
        seen = hidden.value_from_datadict(self.data, self.files, bound.html_initial_name)
        return bound.field.has_changed(bound.initial, seen)

    def _in_words(self, bound: BoundField) -> str:
        value = bound.initial
        words = dict(
            _flat(getattr(bound.field, "choices", ()) if not hasattr(bound.field, "queryset") else ())
        )
        if value in words:
            return words[value]
        if hasattr(bound.field, "queryset"):
            several = isinstance(value, list | tuple)
            rows = bound.field.queryset.model._default_manager.filter(pk__in=value if several else [value])
            value = ", ".join(str(row) for row in rows)
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        return str(localize(value)) if value not in (None, "") else _("nothing")

    def _begin_from_what_is_stored(self, bound: BoundField) -> None:
        """Have the page hold what is stored by now as what was there when it is shown again."""
        hidden: Any = bound.field.hidden_widget()
        is_made_of_several = isinstance(hidden, MultiWidget)
        name, value = bound.html_initial_name, bound.field.prepare_value(bound.initial)
        data = self.data.copy() if isinstance(self.data, QueryDict) else QueryDict(mutable=True)
        if is_made_of_several:
            parts: Any = value if isinstance(value, list | tuple) else hidden.decompress(value)
            for ending, widget, part in zip(hidden.widgets_names, hidden.widgets, parts, strict=True):
                data[name + ending] = widget.format_value(part) or ""
        elif isinstance(value, list | tuple):
            data.setlist(name, [str(each) for each in value])
        else:
            data[name] = hidden.format_value(value) or ""
        self.data = data


def _flat(choices: Iterable[Any]) -> Iterable[tuple[Any, str]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield value, str(label)


class MergingAdmin:
    """Pages that write what was changed on them: beside each field is what it held before."""

    def formfield_for_dbfield(self, db_field: Any, request: Any, **options: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **options)  # type: ignore[misc]  # a mixin
        if field is not None:
            field.show_hidden_initial = True
        if isinstance(field, CharField):
            # A field of JSON is one of text that gives a value.
            field.validators.append(validate_json if isinstance(field, JSONField) else validate_text)
        return field

    def get_form(self, *args: Any, **options: Any) -> type[ModelForm]:
        return _merging(super().get_form(*args, **options))  # type: ignore[misc]  # a mixin

    def get_formset(self, *args: Any, **options: Any) -> type[BaseInlineFormSet]:
        formset: type[BaseInlineFormSet] = super().get_formset(*args, **options)  # type: ignore[misc]  # a mixin
        formset.form = _merging(formset.form)
        return formset


def take_what_others_changed(form: ModelForm) -> None:
    """Write only what was changed on the form, where it tells."""
    if isinstance(form, MergingForm):
        form.take_what_others_changed()


def changed_by_others(form: ModelForm) -> list[str]:
    """What others have changed since the page was opened, by its labels, where the form tells."""
    return form.changed_by_others() if isinstance(form, MergingForm) else []


def _merging(form: type[ModelForm]) -> type[ModelForm]:
    return type(form.__name__, (MergingForm, form), {})
