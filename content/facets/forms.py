"""What a module is filed under, as a field; and the names that HR gives."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.facets.models import LONGEST_KEY, LONGEST_NAME, Facet, FacetValue
from content.facets.reports import FacetList, NewFacet, facet_list, matched, new_facets, pairs_of
from lifow.base.bounds import is_text_in_bounds
from lifow.base.forms import TextField

CHOSEN = "_chosen"
"""What the name of the boxes ends with: the text below them has the field's own."""
SHOWN_AT_ONCE = 12
"""A facet with more values is folded."""
MOST_PAIRS = 200


@dataclass(frozen=True, slots=True)
class Typed:
    """What was sent: the public ids of the values that are ticked, and lines of what is not in the list."""

    chosen: Sequence[str]
    lines: str


class FacetsWidget(forms.Widget):
    """Boxes for the values of the company's list, and lines for what is not in it."""

    use_fieldset = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Typed:
        """What was sent of both."""
        sent = data.getlist(name + CHOSEN) if hasattr(data, "getlist") else data.get(name + CHOSEN) or []
        return Typed([str(one) for one in sent], str(data.get(name) or ""))

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Boxes that are not ticked are not sent."""
        return False

    def id_for_label(self, id_: str) -> str:
        """A group of boxes has a legend."""
        return ""

    def render(
        self, name: str, value: Any, attrs: Mapping[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """The list with what is ticked, and the lines."""
        known = facet_list()
        ticked, lines = _ticked(value, known)
        rows = [
            {"facet": one, "values": one.listed, "count": sum(v.public_id in ticked for v in one.listed)}
            for one in known.listed
            if one.listed
        ]
        context = {
            "name": name,
            "id": (attrs or {}).get("id", name),
            "rows": rows,
            "ticked": ticked,
            "lines": lines,
            "chosen_name": name + CHOSEN,
            "shown_at_once": SHOWN_AT_ONCE,
        }
        return render_to_string("content/facets/choosing.html", context)


class FacetsField(forms.Field):
    """What modules are filed under, as a mapping of lists: chosen from the company's list, or written as
    lines of “facet: value, value”, which are read as the list has them where it does."""

    widget = FacetsWidget

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Mapping) and not isinstance(self.widget, FacetsWidget):
            return in_lines(value)
        return value

    def to_python(self, value: Any) -> dict[str, list[str]]:
        typed = value if isinstance(value, Typed) else Typed((), str(value or ""))
        known = facet_list()
        facets: dict[str, list[str]] = {}
        chosen = set(typed.chosen)
        for facet in known.facets:
            if keys := [one.key for one in facet.values if one.public_id in chosen]:
                facets[facet.key] = keys
        for name, values in matched(_read(typed.lines), known).items():
            facets[name] = list(dict.fromkeys([*facets.get(name, []), *values]))
        if sum(map(len, facets.values())) > MOST_PAIRS:
            raise ValidationError(_("File it under at most %(most)s values."), params={"most": MOST_PAIRS})
        return facets


def in_lines(facets: Mapping[str, Sequence[str]]) -> str:
    """Facets as somebody types them."""
    return "\n".join(f"{name.replace('_', ' ')}: {', '.join(values)}" for name, values in facets.items())


def _read(lines: str) -> dict[str, list[str]]:
    """Lines of “facet: value, value”; names in lower case with underscores."""
    facets: dict[str, list[str]] = {}
    for line in filter(None, map(str.strip, lines.splitlines())):
        name, colon, said = line.partition(":")
        values = [word for word in map(str.strip, said.split(",")) if word]
        key = "_".join(name.lower().split())
        if not (key and colon and values):
            message = _("“%(line)s” is not a facet. Write it as “product: payments, reports”.")
            raise ValidationError(message, params={"line": line})
        for text in (key, *values):
            _check(text)
        facets[key] = list(dict.fromkeys([*facets.get(key, []), *values]))
    return facets


def _check(text: str) -> None:
    if "\0" in text:
        raise ValidationError(_("Null characters are not allowed."), code="null_characters_not_allowed")
    if not is_text_in_bounds(text, LONGEST_KEY):
        message = _(
            "Use at most %(longest)s characters for a facet and for a value, and no control characters."
        )
        raise ValidationError(message, params={"longest": LONGEST_KEY})


def _ticked(value: Any, known: FacetList) -> tuple[set[str], str]:
    """The public ids of what is ticked, and the lines of the rest."""
    if isinstance(value, Typed):
        return set(value.chosen), value.lines
    ticked: set[str] = set()
    rest: dict[str, list[str]] = {}
    for name, one in pairs_of(value):
        pair = known.value_named(name, one)
        if pair and pair[0].is_listed and pair[1].is_listed:
            ticked.add(pair[1].public_id)
        else:
            rest.setdefault(name, []).append(one)
    return ticked, in_lines(rest)


def accept_new(form: forms.Form, name: str = "facets", accepted: str = "accepted_facets") -> bool:
    """Whether each facet that a valid form was sent with is in the list or was sent a second time.

    Else the form says which is new and what may be meant, and takes the same the next time.
    """
    new = new_facets(form.cleaned_data[name])
    told = ", ".join(f"{one.facet}: {one.value}" for one in new)
    if told == form.cleaned_data[accepted]:
        return True
    for one in new:
        form.add_error(name, new_facet_in_words(one))
    form.data = with_values(form.data, {accepted: told})
    return not new


def with_values(data: Any, values: Mapping[str, str]) -> Any:
    """What was sent, with other values in some of its fields; fields that were sent several times stay so."""
    changed = data.copy()
    for name, value in values.items():
        changed[name] = value
    return changed


def new_facet_in_words(new: NewFacet) -> str:
    """What is said of one before it is taken."""
    said = {"facet": new.facet, "value": new.value, "meant": new.meant}
    if new.meant:
        message = _(
            "“%(facet)s: %(value)s” is not in the list. Did you mean “%(meant)s”? Save again to keep it: it "
            "becomes a filter once HR takes it into the list."
        )
    else:
        message = _(
            "“%(facet)s: %(value)s” is not in the list. Save again to keep it: it becomes a filter once HR "
            "takes it into the list."
        )
    return message % said


class NameForm(forms.Form):
    """The name of a facet or of a value."""

    name = TextField(
        label=gettext_lazy("Name"),
        max_length=LONGEST_NAME,
        error_messages={"required": gettext_lazy("Give it a name.")},
    )


class MergeForm(forms.Form):
    """What a facet or a value is to stand for."""

    into = forms.ModelChoiceField(
        label=gettext_lazy("Merge into"),
        queryset=FacetValue.objects.none(),
        to_field_name="public_id",
        empty_label="—",
        error_messages={
            "required": gettext_lazy("Choose which one it is to stand for."),
            "invalid_choice": gettext_lazy("That one is not in the list any more. Choose another."),
        },
    )

    def __init__(self, *args: Any, row: Facet | FacetValue, **options: Any) -> None:
        super().__init__(*args, **options)
        others: Any = Facet.objects.listed()
        if isinstance(row, FacetValue):
            others = FacetValue.objects.listed().filter(facet=row.facet_id)
        into: Any = self.fields["into"]
        into.queryset = others.exclude(pk=row.pk).in_order()
