"""A long select is Django's own, written faster."""

import pytest
from django import forms
from django.utils.translation import gettext_lazy
from pytest_django.asserts import assertHTMLEqual

from lifow.base.widgets import LongSelect

CHOICES = [
    ("", "—"),
    ("a", "Less < more & “quoted”"),
    ('b"', gettext_lazy("Skill")),
    ("Group & co", [("c", "Inside"), (4, "A number")]),
    ("Empty group", []),
    ("Last", (("e", "E"),)),
]


@pytest.mark.parametrize("value", [None, "", "a", 'b"', "c", "4", 4, "e", "nothing"])
def test_it_writes_what_djangos_select_writes(value):
    attrs = {"id": "id_one", "required": True, "disabled": False, "aria-label": "One & two"}
    ours, theirs = (
        widget(attrs={"class": "wide"}, choices=CHOICES).render("one", value, attrs)
        for widget in (LongSelect, forms.Select)
    )
    assertHTMLEqual(ours, theirs)


def test_a_form_shows_what_was_chosen_and_what_is_wrong():
    class Form(forms.Form):
        one = forms.ChoiceField(choices=CHOICES, widget=LongSelect)

    assert '<option value="c" selected>Inside</option>' in str(Form({"one": "c"})["one"])
    refused = Form({"one": "nothing"})
    assert refused.errors["one"]
    assert 'aria-invalid="true"' in str(refused["one"])
    assert "selected" not in str(refused["one"])
