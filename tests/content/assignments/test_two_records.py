"""What was assigned under two records of one person."""

import pytest

from content.assignments.models import AssignedPerson
from content.assignments.reports import people_in, whom_of
from content.assignments.services import assign, refresh_all
from content.planning.services import complete_module, move_learning, put_learning_back
from lifow.people.merging.services import merge_people, undo_merge
from tests.company import NOON, person
from tests.content.assignments.assigning import assign_to, contents

pytestmark = pytest.mark.django_db


def rows_of(who) -> list[tuple[str, str]]:
    rows = AssignedPerson.objects.for_person(who).order_by("assignment__title")
    return list(rows.values_list("assignment__title", "state"))


def test_the_one_that_stays_has_what_is_further_until_it_was_a_mistake(abena, hr, privacy, phishing):
    kept = person("Abena Osei-Mensah")
    assign(contents=contents(privacy), by=hr, as_of=NOON)
    assign_to(abena, phishing, title="Phishing")
    complete_module(person=abena, module=privacy, completed_at=NOON)
    merge = merge_people(kept=kept, merged=abena, merged_by=None, merged_at=NOON)
    for _again in range(2):
        move_learning(merge_id=merge.pk, as_of=NOON)
    assert rows_of(kept) == [("Data protection", "done"), ("Phishing", "open")]
    undo_merge(merge=merge, undone_by=None, undone_at=NOON)
    put_learning_back(merge_id=merge.pk, as_of=NOON)
    assert rows_of(kept) == [("Data protection", "open")]
    assert rows_of(abena) == [("Data protection", "done"), ("Phishing", "open")]


def test_whoever_was_named_under_a_merged_record_is_still_meant(abena, privacy):
    row = assign_to(abena, privacy)
    kept = person("Abena Osei-Mensah")
    merge = merge_people(kept=kept, merged=abena, merged_by=None, merged_at=NOON)
    move_learning(merge_id=merge.pk, as_of=NOON)
    assert list(people_in(whom_of(row.assignment), NOON)) == [kept]
    refresh_all(as_of=NOON)
    assert rows_of(kept) == [("Data protection", "open")]
