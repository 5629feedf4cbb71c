"""Two records of one person: what a merge moves, what it refuses, and what undoing it gives back."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command

from lifow.people.merging.models import MergeChange, PersonMerge
from lifow.people.merging.reports import merge_preview
from lifow.people.merging.services import MergeError, merge_people, undo_merge
from lifow.people.persons.models import Employment, ExternalId, Person
from lifow.people.roster.interchange import NO_LIMITS, parse_roster
from lifow.people.roster.models import FormerExternalId, PersonMatch
from lifow.people.roster.reports import roster_state
from lifow.people.roster.services import import_roster

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LATER = NOON + timedelta(days=7)
HEAD = "Employee ID,First Name,Last Name,Work Email,Department,Manager ID,Status,Hire Date\n"
ANA = "1,Ana,Top,ana@x.org,Acme,,Active,2018-01-01\n"
BEN = "2,Ben,Mid,ben@x.org,Acme,1,Active,2019-01-01\n"
CLEO = "3,Cleo,One,cleo@x.org,Acme,2,Active,2020-01-01\n"
CLEA = "4,Clea,One,clea@x.org,Acme,2,Active,2026-02-01\n"
DAN = "5,Dan,Low,dan@x.org,Acme,4,Active,2021-01-01\n"
AS_CONTRACTOR = "C-9,Cleo,One,cleo@agency.org,Acme,,Active,2019-01-01\n"
STORED = (Person, Employment, ExternalId, FormerExternalId, PersonMatch, EmailAddress)


def brought_in(*lines, at=NOON, source="hris"):
    roster = parse_roster(HEAD + "".join(lines))
    return import_roster(roster=roster, source=source, limits=NO_LIMITS, applied_at=at)


@pytest.fixture
def company():
    brought_in(ANA, BEN, CLEO, CLEA, DAN)
    return {one.given_name: one for one in Person.objects.all()}


def merged(kept, other, *, at=NOON, **options):
    return merge_people(kept=kept, merged=other, merged_by=None, merged_at=at, **options)


def stored():
    """All rows of people but for when they were last changed."""
    return {
        model: sorted(
            tuple(sorted((name, str(value)) for name, value in row.items() if name != "updated_at"))
            for row in model.objects.values()
        )
        for model in STORED
    }


def current(person):
    return Employment.objects.current().get(person=person)


def test_everything_that_a_person_has_now_is_the_kept_persons(company):
    cleo, clea = company["Cleo"], company["Clea"]

    merged(cleo, clea, is_named_twice=True)

    clea.refresh_from_db()
    assert (clea.merged_into, clea.is_active, clea.email) == (cleo, False, None)
    assert Employment.objects.filter(person=cleo).count() == 2
    assert current(company["Dan"]).manager == cleo
    assert not Employment.objects.filter(person=clea).exists()
    assert {(one.value, one.person) for one in FormerExternalId.objects.all()} == {("4", cleo)}


def test_undoing_it_gives_every_row_what_it_had(company):
    before = stored()

    merge = merged(company["Cleo"], company["Clea"], is_named_twice=True)
    undo_merge(merge=merge, undone_by=None, undone_at=LATER)

    assert stored() == before
    assert not MergeChange.objects.standing().exists()


def test_merged_twice_is_merged_once_and_so_is_undoing_it(company):
    first = merged(company["Cleo"], company["Clea"], is_named_twice=True)
    changes = MergeChange.objects.count()

    assert merged(company["Cleo"], company["Clea"], at=LATER) == first
    assert MergeChange.objects.count() == changes
    undo_merge(merge=first, undone_by=None, undone_at=LATER)
    undo_merge(merge=first, undone_by=None, undone_at=LATER + timedelta(days=1))
    assert PersonMerge.objects.get().undone_at == LATER


def test_the_employment_that_began_later_goes_on_and_the_other_ends_the_day_before(company):
    merged(company["Cleo"], company["Clea"], is_named_twice=True)

    rows = Employment.objects.filter(person=company["Cleo"]).order_by("starts_on")
    days = [(row.starts_on, row.ends_on) for row in rows]
    assert days == [(date(2020, 1, 1), date(2026, 3, 1)), (date(2026, 2, 1), None)]


def test_whoever_works_here_goes_before_whoever_has_left_and_brings_the_address_along(company):
    brought_in(ANA, BEN, CLEA, DAN, at=NOON)
    cleo, clea = Person.objects.get(pk=company["Cleo"].pk), company["Clea"]
    assert not current(cleo).manager or current(cleo).status == "terminated"
    Person.objects.filter(pk=cleo.pk).update(is_active=False)

    merged(cleo, clea)

    cleo.refresh_from_db()
    assert (cleo.email, cleo.is_active, current(cleo).status) == ("clea@x.org", True, "active")
    assert ExternalId.objects.get(person=cleo).value == "4"
    assert FormerExternalId.objects.get().value == "3"


def test_an_import_of_either_id_means_the_kept_person(company):
    brought_in(AS_CONTRACTOR, source="agency")
    contractor = Person.objects.get(email="cleo@agency.org")
    cleo = company["Cleo"]
    merged(cleo, contractor)
    before = Person.objects.count()

    own = brought_in(ANA, BEN, CLEO.replace("One", "Married"), CLEA, DAN, at=LATER)
    other = brought_in(AS_CONTRACTOR, source="agency", at=LATER)

    assert [one.id for one in own.changed] == [cleo.pk]
    assert (other.created, other.problems) == ((), ())
    assert Person.objects.count() == before
    assert Person.objects.get(pk=contractor.pk).family_name == "One"


def test_an_import_of_the_former_id_alone_keeps_the_person(company):
    merged(company["Cleo"], company["Clea"], is_named_twice=True)

    plan = brought_in(ANA, BEN, CLEA, DAN, at=LATER)

    assert (plan.created, plan.terminated, plan.same_people) == ((), (), ())
    assert current(company["Cleo"]).status == "active"


def test_nobody_who_is_merged_is_seen_by_imports(company):
    merged(company["Cleo"], company["Clea"], is_named_twice=True)

    assert company["Clea"].pk not in roster_state(source="hris").by_id


def test_two_who_work_here_under_two_ids_of_one_system_are_merged_on_purpose_only(company):
    with pytest.raises(MergeError, match="hris names both today"):
        merged(company["Cleo"], company["Clea"])

    assert merge_preview(kept=company["Cleo"], merged=company["Clea"]).named_twice == ("hris",)
    assert not PersonMerge.objects.exists()


def test_what_cannot_be_is_refused_in_words(company):
    ana, ben, cleo, clea = (company[name] for name in ("Ana", "Ben", "Cleo", "Clea"))
    merged(cleo, clea, is_named_twice=True)

    with pytest.raises(MergeError, match="one record already"):
        merged(ana, ana)
    with pytest.raises(MergeError, match="merged into Cleo One"):
        merged(ben, clea)
    with pytest.raises(MergeError, match="merged into Cleo One"):
        merged(clea, cleo)
    with pytest.raises(MergeError, match="your own account"):
        merge_people(kept=ana, merged=ben, merged_by=ben, merged_at=NOON, is_named_twice=True)


def test_a_superusers_account_is_closed_by_superusers_only(company):
    root = Person.objects.create_superuser("root@x.org", given_name="Root")

    with pytest.raises(MergeError, match="is a superuser"):
        merge_people(kept=company["Cleo"], merged=root, merged_by=company["Ana"], merged_at=NOON)


def test_nobody_is_above_themselves_afterwards(company):
    merged(company["Cleo"], company["Ben"], is_named_twice=True)

    assert current(company["Cleo"]).manager == company["Ana"]
    assert set(Person.objects.reporting_to(company["Cleo"])) == {company["Clea"]}


def test_nobody_is_above_themselves_through_others(company):
    """Dan reports to Clea, who reports to Ben."""
    merged(company["Dan"], company["Ben"], is_named_twice=True)

    assert current(company["Dan"]).manager == company["Ana"]
    assert not Person.objects.in_reporting_line_of(company["Dan"]).filter(pk=company["Dan"].pk).exists()


def test_merging_with_ones_manager_is_allowed_and_said(company):
    preview = merge_preview(kept=company["Cleo"], merged=company["Ben"])

    assert preview.objections == ()
    assert any("reports to Ben Mid" in notice for notice in preview.notices)


def test_a_record_with_merged_records_takes_them_along(company):
    merged(company["Cleo"], company["Clea"], is_named_twice=True)
    later = merged(company["Ben"], company["Cleo"], at=LATER, is_named_twice=True)

    assert set(company["Ben"].merged_records.all()) == {company["Cleo"], company["Clea"]}
    with pytest.raises(MergeError, match="Undo that merge first"):
        undo_merge(merge=PersonMerge.objects.get(merged=company["Clea"]), undone_by=None, undone_at=LATER)
    undo_merge(merge=later, undone_by=None, undone_at=LATER)
    assert set(company["Cleo"].merged_records.all()) == {company["Clea"]}


def test_what_was_changed_since_stays(company):
    merge = merged(company["Cleo"], company["Clea"], is_named_twice=True)
    Employment.objects.filter(person=company["Dan"]).update(manager=company["Ana"])
    Person.objects.filter(pk=company["Cleo"].pk).update(email="cleo.new@x.org")
    Person.objects.create(given_name="Other", email="clea@x.org")

    undo_merge(merge=merge, undone_by=None, undone_at=LATER)

    assert current(company["Dan"]).manager == company["Ana"]
    clea = Person.objects.get(pk=company["Clea"].pk)
    assert (clea.merged_into, clea.is_active, clea.email) == (None, True, None)
    assert Person.objects.get(pk=company["Cleo"].pk).email == "cleo.new@x.org"


def test_a_match_that_is_open_is_asked_of_the_kept_person(company):
    brought_in(ANA, BEN, CLEO, CLEA.replace("4,", "E-4,"), DAN.replace(",4,", ",2,"))
    assert PersonMatch.objects.get().person == company["Clea"]

    merged(company["Cleo"], company["Clea"])

    assert PersonMatch.objects.get().person == company["Cleo"]


def command(*args):
    out = StringIO()
    call_command("merge_people", *args, stdout=out)
    return out.getvalue()


def test_the_command_previews_merges_and_undoes(company):
    cleo, clea = company["Cleo"], company["Clea"]

    said = command("hris:3", clea.public_id, "--dry-run")
    assert "hris names both today" in said
    assert "direct reports" in said
    assert not PersonMerge.objects.exists()
    with pytest.raises(CommandError, match="hris names both"):
        command("hris:3", "hris:4")
    command("cleo@x.org", "hris:4", "--named-twice")
    assert PersonMerge.objects.get().merged == clea
    assert "already" in command(cleo.public_id, clea.public_id)
    command(cleo.public_id, clea.public_id, "--undo")
    assert not PersonMerge.objects.in_force().exists()
    with pytest.raises(CommandError, match="Nobody is known"):
        command("hris:99", "hris:3")
