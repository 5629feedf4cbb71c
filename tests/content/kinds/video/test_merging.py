"""What two records of one person have seen of a video is seen by the person that they are."""

import pytest

from content.catalogue.models import Module
from content.kinds.video.models import VideoProgress
from content.kinds.video.services import note_said, note_seen
from content.planning.services import move_learning, put_learning_back
from lifow.base.uploads.services import store_bytes
from lifow.people.merging.services import merge_people, undo_merge
from lifow.people.persons.models import Person
from tests.backing.worlds import world
from tests.company import NOON, module, person, skill
from tests.videos import webm

pytestmark = pytest.mark.django_db


@world
def fees() -> Module:
    file = store_bytes(owner=person(is_author=True), purpose="video", name="a", data=webm(100), as_of=NOON)
    return module("Fees", skill("Refund policy"), 1, 3, kind="video", parts={"file": file.public_id})


@world
def two(fees) -> list[Person]:
    kept, other = person("Abena Osei"), person("Abena Osei")
    note_seen(person=kept, module=fees, position=40, stretches=[(0, 40)], as_of=NOON)
    note_seen(person=other, module=fees, position=90, stretches=[(30, 90)], as_of=NOON)
    note_said(person=other, module=fees, as_of=NOON)
    return [kept, other]


def rows() -> list[tuple[int, list[list[float]], bool]]:
    told = VideoProgress.objects.order_by("person")
    return [(one.person_id, one.seen, one.said_at is not None) for one in told]


def test_what_either_has_seen_is_seen_and_is_each_ones_own_again(two):
    kept, other = two
    before = rows()
    merge = merge_people(kept=kept, merged=other, merged_by=None, merged_at=NOON)
    for _time in range(2):
        move_learning(merge_id=merge.pk, as_of=NOON)
    assert (kept.pk, [[0, 90]], True) in rows()
    undo_merge(merge=merge, undone_by=None, undone_at=NOON)
    put_learning_back(merge_id=merge.pk, as_of=NOON)
    assert rows() == before
