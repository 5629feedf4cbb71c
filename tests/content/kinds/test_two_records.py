"""Two records of one person: checklists, mentors and quizzes are the kept person’s, and can be put back."""

import pytest
from django.utils import timezone

from content.kinds.checklist.models import ChecklistCopy, StandingPair
from content.kinds.checklist.reports import checklist_of
from content.kinds.checklist.services import note_line, note_pairing, sign_off, tick_line
from content.kinds.quiz.reports import quiz_of
from content.kinds.quiz.services import answer_question, begin_quiz
from content.planning.services import move_learning, put_learning_back
from lifow.people.merging.models import PersonMerge
from lifow.people.merging.services import merge_people, undo_merge
from lifow.people.persons.models import Person
from tests.company import NOON, module, person, skill
from tests.item_bank import items, place_of

pytestmark = pytest.mark.django_db
LINES = [{"key": "a", "text": "One"}, {"key": "b", "text": "Two"}]


@pytest.fixture
def both() -> tuple[Person, Person]:
    manager = person("Marta Kowalczyk")
    return person(manager=manager), person(manager=manager)


def merged(kept: Person, other: Person) -> PersonMerge:
    hr = person("Ruth Amankwah", is_hr_admin=True)
    merge = merge_people(kept=kept, merged=other, merged_by=hr, merged_at=NOON)
    for _twice in range(2):
        move_learning(merge_id=merge.pk, as_of=NOON)
    return merge


def separated(merge: PersonMerge) -> None:
    undo_merge(merge=merge, undone_by=None, undone_at=NOON)
    put_learning_back(merge_id=merge.pk, as_of=NOON)


def tick(who: Person, what, key: str) -> ChecklistCopy:
    return tick_line(person=who, module=what, key=key, is_ticked=True, as_of=NOON)


def test_what_either_has_ticked_is_ticked_and_a_sign_off_holds(both):
    kept, other = both
    parts = {"lines": LINES, "sign_off": "manager"}
    steps, alone = (
        module(title, skill("Launch"), 1, 2, kind="checklist", parts=parts) for title in ("Both", "Alone")
    )
    tick(kept, steps, "a")
    note_line(person=kept, module=steps, key="a", note="Mine", as_of=NOON)
    tick(other, steps, "a")
    sign_off(copy=tick(other, steps, "b"), by=other.employments.get().manager, as_of=NOON)
    tick(other, alone, "a")
    merge = merged(kept, other)
    found = checklist_of(steps, kept)
    assert (found.is_signed_off, [one.note for one in found.to_tick]) == (True, ["Mine", ""])
    assert [one.is_ticked for one in found.to_tick] == [True, True]
    assert checklist_of(alone, kept).ticked == 1
    separated(merge)
    assert (checklist_of(steps, kept).ticked, checklist_of(steps, kept).is_signed_off) == (1, False)
    assert checklist_of(steps, other).ticked == 2
    assert checklist_of(alone, other).ticked == 1


def test_mentors_and_learners_are_those_of_the_kept_person(both):
    kept, other = both
    told = {"ended_at": None, "as_of": NOON}
    note_pairing(pairing_id=1, mentor_id=other.pk, learner_id=person("Kofi Mensah").pk, **told)
    merge = merged(kept, other)
    # What is told of the record later is the kept person's too.
    note_pairing(pairing_id=2, mentor_id=other.pk, learner_id=person("Eva Berg").pk, **told)
    assert set(StandingPair.objects.values_list("mentor", flat=True)) == {kept.pk}
    separated(merge)
    assert StandingPair.objects.get(pairing_id=1).mentor == other


def test_a_quiz_that_the_record_has_taken_is_taken(both):
    kept, other = both
    [version] = items(skill("Refund policy"), each=1, levels=(2,))
    parts = {"questions": [{"key": "q", "item": version.item.public_id}]}
    quiz = module("Refunds?", skill("Refund policy"), 1, 2, kind="quiz", parts=parts)
    begin_quiz(person=other, module=quiz, as_of=timezone.now())
    asked = quiz_of(quiz, other).current
    answer_question(question=asked, given=place_of(asked.asked.item), as_of=timezone.now())
    merged(kept, other)
    assert quiz_of(quiz, kept).answered == 1
    assert begin_quiz(person=kept, module=quiz, as_of=timezone.now()) is None
