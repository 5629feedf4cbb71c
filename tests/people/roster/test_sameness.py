"""The same person under a new id: what an import asks, what HR answers, and what follows."""

from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from lifow.people.persons.models import Employment, ExternalId, Person
from lifow.people.roster.interchange import NO_LIMITS, parse_roster
from lifow.people.roster.models import FormerExternalId, PersonMatch
from lifow.people.roster.services import MatchError, answer_match, import_roster, take_back_match

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HEAD = "Employee ID,First Name,Last Name,Work Email,Department,Manager ID,Status,Hire Date\n"
ANA = "1,Ana,Top,ana@x.org,Acme,,Active,2018-01-01\n"
BEN = "2,Ben,Mid,ben@x.org,Acme,1,Active,2019-01-01\n"
CLEO = "3,Cleo,One,cleo@x.org,Acme,2,Active,2020-01-01\n"


def brought_in(*lines, at=NOON):
    roster = parse_roster(HEAD + "".join(lines))
    return import_roster(roster=roster, source="hris", limits=NO_LIMITS, applied_at=at)


@pytest.fixture
def company():
    brought_in(ANA, BEN, CLEO)
    return {one.given_name: one for one in Person.objects.all()}


def works_here(person):
    return Employment.objects.current().working().filter(person=person).exists()


@pytest.mark.parametrize(
    ("line", "reasons"),
    [
        (CLEO.replace("3,", "E-3,"), ["email", "name", "first_day", "absent"]),
        (CLEO.replace("3,", "E-3,").replace("cleo@", "c.one@").replace("2020", "2026"), ["name", "absent"]),
        ("E-3,Cleo,Married,cleo@x.org,Acme,2,Active,\n", ["email", "absent"]),
        ("E-3,ＣＬＥＯ,one,,Acme,2,Active,2020-01-01\n", ["name", "first_day", "absent"]),
    ],
)
def test_a_new_id_with_the_address_or_name_of_somebody_who_is_missing_is_asked_about(company, line, reasons):
    brought_in(ANA, BEN, line)

    match = PersonMatch.objects.get()
    assert (match.external_id, match.person, match.reasons) == ("E-3", company["Cleo"], reasons)
    assert Person.objects.count() == 3
    assert works_here(company["Cleo"])


@pytest.mark.parametrize(
    "line",
    [
        "E-3,Kim,New,kim@x.org,Acme,2,Active,2020-01-01\n",
        "E-3,Ben,Mid,ben.mid@x.org,Acme,2,Active,2026-01-01\n",
    ],
)
def test_a_stranger_and_the_namesake_of_somebody_in_the_file_are_new(company, line):
    brought_in(ANA, BEN, CLEO, line)

    assert not PersonMatch.objects.exists()
    assert Person.objects.count() == 4


def test_a_rehire_with_a_new_number_is_asked_about_and_a_recycled_address_is_not(company):
    brought_in(ANA, BEN)
    brought_in(ANA, BEN, "9,Kim,New,cleo@x.org,Acme,2,Active,2026-03-02\n")
    assert not PersonMatch.objects.exists()

    brought_in(ANA, BEN, "10,Cleo,One,c.one@x.org,Acme,2,Active,2026-03-02\n")
    assert PersonMatch.objects.get().reasons == ["name", "left"]


def test_the_address_of_somebody_whom_the_file_says_to_have_left_goes_to_a_newcomer_at_once(company):
    left = CLEO.replace("Active", "Left")
    brought_in(ANA, BEN, left, "9,Kim,New,cleo@x.org,Acme,2,Active,2026-03-02\n")

    assert not PersonMatch.objects.exists()
    assert Person.objects.get(email="cleo@x.org").given_name == "Kim"


def test_the_same_person_keeps_everything_and_has_the_new_id(company):
    new = CLEO.replace("3,", "E-3,").replace("2020", "2026")
    brought_in(ANA, BEN, new)
    first = answer_match(match=PersonMatch.objects.get(), is_same=True, decided_by=None, decided_at=NOON)
    assert (
        answer_match(match=first, is_same=True, decided_by=None, decided_at=NOON).decided_at
        == first.decided_at
    )
    assert brought_in(ANA, BEN, new).is_empty
    cleo = company["Cleo"]
    assert cleo.external_ids.get().value == "E-3"
    assert cleo.employments.get().starts_on == date(2020, 1, 1)
    assert brought_in(ANA, BEN, CLEO).is_empty, "what is said of the former id is said of her"
    dan = "4,Dan,Two,dan@x.org,Acme,3,Active,2026-01-01\n"
    brought_in(ANA, BEN, new, dan)
    assert Employment.objects.current().get(person__given_name="Dan").manager == cleo


def test_two_people_stay_two_and_are_not_asked_about_again(company):
    namesake = "E-3,Cleo,One,cleo.one@x.org,Acme,2,Active,2026-01-01\n"
    brought_in(ANA, BEN, namesake)
    answer_match(match=PersonMatch.objects.get(), is_same=False, decided_by=None, decided_at=NOON)
    brought_in(ANA, BEN, namesake)
    assert Person.objects.filter(given_name="Cleo").count() == 2
    assert not works_here(company["Cleo"])
    assert PersonMatch.objects.get().state == "different"


def test_an_answer_can_be_taken_back_and_is_not_answered_the_other_way_before(company):
    brought_in(ANA, BEN, CLEO.replace("3,", "E-3,"))
    match = answer_match(match=PersonMatch.objects.get(), is_same=True, decided_by=None, decided_at=NOON)
    with pytest.raises(MatchError, match="Take that answer back first"):
        answer_match(match=match, is_same=False, decided_by=None, decided_at=NOON)
    for _twice in range(2):
        match = take_back_match(match=match, taken_back_at=NOON)
    assert (match.state, company["Cleo"].external_ids.get().value) == ("open", "3")
    assert not FormerExternalId.objects.exists()


def test_an_id_that_is_somebody_elses_by_now_is_not_given(company):
    brought_in(ANA, BEN, CLEO.replace("3,", "E-3,"))
    kim = Person.objects.create(given_name="Kim")
    ExternalId.objects.create(source="hris", value="E-3", person=kim)
    with pytest.raises(MatchError, match="E-3 is Kim by now"):
        answer_match(match=PersonMatch.objects.get(), is_same=True, decided_by=None, decided_at=NOON)


def test_a_question_that_no_file_asks_any_more_goes_and_a_part_of_a_file_asks_none(company):
    brought_in(ANA, BEN, CLEO.replace("3,", "E-3,"))
    part = parse_roster("lifow line,lifow column,lifow reason," + HEAD + "2,,," + BEN)
    import_roster(roster=part, source="hris", applied_at=NOON)
    assert PersonMatch.objects.exists()
    brought_in(ANA, BEN, CLEO)
    assert not PersonMatch.objects.exists()


def command(*arguments):
    out = StringIO()
    call_command("same_person", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_lists_what_is_asked_and_keeps_the_answer(company):
    brought_in(ANA, BEN, CLEO.replace("3,", "E-3,"))
    cleo = company["Cleo"]
    assert command() == (
        f"E-3  Cleo One: Cleo One ({cleo.public_id})? the same email, the same name, the same first day,"
        " their former id is in the file no more\n"
    )
    assert "Two people" in command("E-3", "--different")
    assert "Open" in command("E-3", "--take-back")
    assert "The same person" in command("E-3", "--person", cleo.public_id)
    assert command() == "Nothing is asked.\n"
    with pytest.raises(CommandError, match="Nothing is asked about the id “E-4”"):
        command("E-4")
