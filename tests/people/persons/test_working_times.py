"""Languages and working hours that make no sense are refused, and mended where they are there already."""

from datetime import time

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from lifow.people.persons.models import Person, validate_languages
from lifow.people.persons.services import WorkingHoursError, change_working_hours
from tests.backing.migrating import database_at, migrate, migrate_to_the_end
from tests.company import NOON, person

NINE, SIX = time(9), time(18)


@pytest.mark.parametrize("codes", [5, "en", {"a": 1}, ["en", 5], [], [""], ["English"], [["en"]]])
def test_what_is_no_list_of_language_codes_is_refused(codes):
    with pytest.raises(ValidationError, match="list of language codes"):
        validate_languages(codes)


def test_languages_are_codes_with_or_without_a_region():
    validate_languages(["en", "pt-BR", "zh-Hant"])


@pytest.mark.django_db
def test_work_takes_time_in_the_database_too_and_may_end_on_the_next_day():
    abena = person()
    Person.objects.filter(pk=abena.pk).update(work_starts_at=SIX, work_ends_at=NINE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=abena.pk).update(work_starts_at=SIX, work_ends_at=SIX)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"languages": '["en", 5]'}, "Write a list of language codes"),
        ({"work_starts_at": "18:00", "work_ends_at": "18:00"}, "Work cannot start and end at the same time"),
    ],
)
def test_the_admin_says_what_would_do(client, said, reason):
    client.force_login(Person.objects.create_superuser("root@larkfield.example", given_name="Root"))
    page = f"/admin/people/person/{person().pk}/change/"
    form = client.get(page).context["adminform"].form
    kept = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    for rows in ("employments", "external_ids"):
        kept |= {f"{rows}-TOTAL_FORMS": 0, f"{rows}-INITIAL_FORMS": 0}
    assert reason in client.post(page, kept | said).content.decode()


@pytest.mark.django_db(transaction=True)
def test_what_was_entered_before_is_mended_and_people_are_found_again(tmp_path):
    with database_at([("people", "0005_external_id_once_a_source")], tmp_path) as before:
        people = before.get_model("people", "Person").objects
        hours = {"languages": 5, "work_starts_at": SIX, "work_ends_at": NINE}
        people.create(email="abena@larkfield.example", given_name="Abena", family_name="Osei", **hours)
        people.create(
            email="noor@larkfield.example", given_name="Noor", family_name="Haddad", languages=["ar", "en"]
        )
        migrate_to_the_end()
        abena, noor = Person.objects.order_by("given_name")
        assert (abena.languages, abena.work_starts_at, abena.work_ends_at) == (["en"], NINE, time(17))
        assert noor.languages == ["ar", "en"]
        rosa = person("Rosa Lindqvist")
        assert [Person.objects.best_matches(name, 9) for name in ("haddad", "lindqvist")] == [[noor], [rosa]]


@pytest.mark.django_db(transaction=True)
def test_the_version_before_has_nobody_who_works_over_midnight():
    night, day = person("Noor Haddad"), person("Abena Osei")
    Person.objects.filter(pk=night.pk).update(work_starts_at=time(22), work_ends_at=time(6))
    before = migrate([("people", "0022_clients_for_credentials_only")])
    people = before.get_model("people", "Person").objects
    hours = dict(people.values_list("given_name", "work_ends_at"))
    migrate_to_the_end()
    assert hours == {"Noor": time(17), "Abena": time(17)}
    assert Person.objects.best_matches("haddad", 9) == [night]
    assert day.pk


@pytest.mark.django_db
def test_hours_over_midnight_are_kept():
    abena = person()
    said = {**HOURS, "work_starts_at": time(22), "work_ends_at": time(6), "workdays": 0b1000000}
    change_working_hours(person=abena, changed_at=NOON, **said)
    kept = Person.objects.get(pk=abena.pk)
    assert (kept.work_starts_at, kept.work_ends_at, kept.workdays) == (time(22), time(6), 0b1000000)


HOURS = {
    "timezone": "Africa/Accra",
    "languages": ["fr", "en"],
    "work_starts_at": NINE,
    "work_ends_at": SIX,
    "workdays": 0b0100111,
}


@pytest.mark.django_db
def test_people_change_their_own_hours_and_whoever_asks_what_changed_is_told():
    abena = person()
    changed = change_working_hours(person=abena, changed_at=NOON, **HOURS)
    kept = Person.objects.get(pk=abena.pk)
    assert {name: getattr(kept, name) for name in HOURS} == HOURS
    assert (kept.updated_at, changed) == (Person.objects.get().updated_at, abena)
    again = change_working_hours(person=abena, changed_at=NOON, **HOURS)
    assert again.updated_at == kept.updated_at, "the same again is no change"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "field", "reason"),
    [
        ({"timezone": "Mars/Olympus"}, "timezone", "Use a name such as Europe/Berlin"),
        ({"languages": []}, "languages", "list of language codes"),
        ({"work_ends_at": NINE}, "work_ends_at", "Work cannot start and end at the same time"),
        ({"workdays": 0}, "workdays", "at least one workday"),
        ({"workdays": 128}, "workdays", "at least one workday"),
    ],
)
def test_hours_that_cannot_be_kept_are_refused_in_words(wrong, field, reason):
    abena = person()
    with pytest.raises(WorkingHoursError, match=reason) as refused:
        change_working_hours(person=abena, changed_at=NOON, **{**HOURS, **wrong})
    assert refused.value.field == field
    assert Person.objects.get(pk=abena.pk).timezone == "UTC"
