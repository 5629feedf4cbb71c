"""Languages in single cells."""

import pytest

from lifow.people.persons.models import validate_languages
from lifow.people.roster.interchange.languages import languages_of
from tests.people.roster.interchange.codes import code_of


@pytest.mark.parametrize(
    ("cell", "languages"),
    [
        ("en", ("en",)),
        ("German; en_us", ("de", "en-US")),
        ("pt-br|PT", ("pt-BR", "pt")),
        ("zh-hant, en, English", ("zh-Hant", "en")),
        ("English (United States)", ("en-US",)),
        ("English (UK); German (C1)", ("en-GB", "de")),
        ("Deutsch, Français, 日本語", ("de", "fr", "ja")),
        ("zh_Hans_CN", ("zh-Hans-CN",)),
        ("de_DE.UTF-8", ("de-DE",)),
        ("Chinese (Simplified)", ("zh-Hans",)),
        ("Spanish (Native speaker), Catalan", ("es", "ca")),
        ("Portuguese (Brazil)", ("pt-BR",)),
        ("", None),
        ("N/A", None),
    ],
)
def test_languages_are_codes_or_names(cell, languages):
    assert languages_of(cell, {}) == languages
    validate_languages(list(languages or ["en"]))


@pytest.mark.parametrize("cell", ["en; Klingonese", "English (Atlantis)", "(C1)", "fluent"])
def test_an_unknown_language_is_refused(cell):
    assert code_of(languages_of, cell, {}) == "bad_language"
