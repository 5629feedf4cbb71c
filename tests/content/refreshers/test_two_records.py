"""What was learned under two records of one person."""

import pytest

from content.planning.services import move_learning, put_learning_back
from content.refreshers.models import RefresherCard
from lifow.people.merging.services import merge_people, undo_merge
from tests.company import NOON, person

pytestmark = pytest.mark.django_db


def test_it_comes_back_to_the_one_that_stays_and_to_each_again_if_it_was_a_mistake(learned):
    kept = person("Abena Osei-Mensah")
    cards = RefresherCard.objects
    merge = merge_people(kept=kept, merged=learned, merged_by=None, merged_at=NOON)
    move_learning(merge_id=merge.pk, as_of=NOON)
    move_learning(merge_id=merge.pk, as_of=NOON)
    assert (cards.for_person(kept).count(), cards.for_person(learned).count()) == (4, 0)
    undo_merge(merge=merge, undone_by=None, undone_at=NOON)
    put_learning_back(merge_id=merge.pk, as_of=NOON)
    assert (cards.for_person(kept).count(), cards.for_person(learned).count()) == (0, 4)
