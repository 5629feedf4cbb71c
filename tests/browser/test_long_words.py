"""Names and texts as long as words get widen no page, and what they push aside stays in reach."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db.models import CharField, Model, TextField, Value
from django.db.models.functions import Cast, Concat
from playwright.sync_api import Page

from assessments.evidence.models import Evidence
from tests.browser.looks import SETTLED, overflow
from tests.browser.visits import VISITS, Visit
from tests.larkfield import Larkfield

pytestmark = pytest.mark.browser

WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
OURS = ("assessments", "channels", "content", "mentoring", "people")
# What people call things and write about them; keys and ids stay.
WRITTEN = {
    *("name", "given_name", "family_name", "title", "job_title", "summary", "description"),
    *("text", "message", "note", "about", "attribution", "closing_note"),
}
# Evidence is never changed; its words are the raters'.
KEPT = {Evidence}


def written_fields(model: type[Model]) -> list[str]:
    fields = [one for one in model._meta.concrete_fields if isinstance(one, CharField | TextField)]
    return [one.name for one in fields if one.name in WRITTEN]


def write_long_words_everywhere() -> None:
    """One unbroken word of 80 letters in place of each name and text, numbered so that no two are alike."""
    for model in apps.get_models():
        fields = written_fields(model) if model._meta.app_label in OURS and model not in KEPT else []
        if fields:
            word = Concat(Value(WORD), Cast("pk", CharField()), output_field=CharField())
            model._base_manager.update(**dict.fromkeys(fields, word))


def test_a_long_word_widens_no_page(page: Page, larkfield: Larkfield, sign_in: Callable[[Any], None]):
    assert len(WORD) == 80
    visits = [*VISITS, Visit("learner", "portal:search", query=f"q={WORD[:12]}")]
    addresses = [(visit, visit.url(larkfield)) for visit in visits]
    write_long_words_everywhere()
    wide = {}
    for visit, address in addresses:
        if visit.role:
            sign_in(larkfield[visit.role])
        else:
            page.context.clear_cookies()
        page.goto(address)
        for width in (390, 320):
            page.set_viewport_size({"width": width, "height": 844})
            page.evaluate(SETTLED)
            if (reach := overflow(page)) > 0:
                wide[f"{visit} at {width} px"] = reach
    assert wide == {}
