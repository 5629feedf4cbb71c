"""The mapping file: what it can say, and how it is told off."""

import pytest

from lifow.people.persons.models import validate_languages
from lifow.people.roster.interchange import RosterError, Status, parse_roster, read_mapping

FULL = """
date_format = ["%d.%m.%Y", "%d %b %Y"]
unit_separator = " > "
[columns]
external_id = "Pers.Nr."
org_unit = ["Bereich", "Team"]
[status]
"Aktiv" = "active"
"Elternzeit" = "leave"
[languages]
"Schwiizerdütsch" = "gsw"
"""


def test_a_mapping_file_gives_columns_statuses_languages_dates_and_the_separator():
    mapping = read_mapping(FULL)

    assert mapping.columns == {"external_id": ("Pers.Nr.",), "org_unit": ("Bereich", "Team")}
    assert mapping.statuses == {"aktiv": Status.ACTIVE, "elternzeit": Status.LEAVE}
    assert mapping.languages == {"schwiizerdütsch": "gsw"}
    assert mapping.date_formats == ("%d.%m.%Y", "%d %b %Y")
    assert mapping.unit_separator == " > "


def test_an_empty_mapping_file_changes_nothing():
    assert read_mapping("").unit_separator == "", "any that is usual"


def test_a_roster_is_read_by_its_mapping():
    text = (
        "Pers.Nr.;Vorname;Email;Bereich;Team;Status;Eintrittsdatum;Language\n"
        "7;Ama;ama@x.org;Vertrieb;;ELTERNZEIT;03.02.2021;Schwiizerdütsch\n"
    )

    (row,) = parse_roster(text, read_mapping(FULL)).rows

    assert (row.external_id, row.unit_path, row.status) == ("7", ("Vertrieb",), Status.LEAVE)
    assert row.start_on.isoformat() == "2021-02-03"
    assert row.languages == ("gsw",)


@pytest.mark.parametrize(
    ("said", "kept"), [("DE", "de"), (" pt_br ", "pt-BR"), ("German", "de"), ("zh-hant", "zh-Hant")]
)
def test_a_language_is_kept_as_its_code_however_the_mapping_writes_it(said, kept):
    languages = read_mapping(f'[languages]\n"Deutsch" = "{said}"').languages

    assert languages == {"deutsch": kept}
    validate_languages([*languages.values()])


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[columns", "not TOML"),
        ("colums = 1", "“colums” is not a setting"),
        ("columns = 1", r"\[columns\] is a table"),
        ('[columns]\nshoe_size = "Size"', "“shoe_size” is not a field"),
        ("[columns]\nemail = 3", "email needs a text"),
        ('[columns]\nemail = ["A", "B"]', "Only org_unit may list several"),
        ("[columns]\nemail = []", "comes from one heading"),
        ('[status]\n"On Leave" = "away"', "“away” is not a status. Statuses are: prehire, active, leave"),
        ('[languages]\n"Deutsch" = "Alemannisch"', "“Alemannisch” is not a language. Use a code such as"),
        ("[languages]\nDeutsch = 3", "Deutsch needs a text"),
        ('date_format = "%Y-%m"', "needs a year"),
        ('date_format = "DD/MM/YYYY"', "needs a year"),
        ('unit_separator = ""', "unit_separator needs a text"),
    ],
)
def test_a_wrong_mapping_file_is_told_what_is_allowed(text, reason):
    with pytest.raises(RosterError, match=reason) as error:
        read_mapping(text)

    assert error.value.code == "bad_mapping"
