"""Review by a second person, publishing, retiring; what the database holds whoever writes."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from assessments.frameworks.models import LevelMap
from assessments.testing.bank.models import ItemVersion
from assessments.testing.bank.services import (
    ItemChangedError,
    ItemError,
    follow_skills,
    publish_version,
    retire_item,
    revise_item,
    save_version,
    send_back_version,
    submit_version,
    take_back_version,
    unretire_item,
)
from lifow.notifications.models import Message
from lifow.people.persons.models import Person
from tests.company import NOON, person, skill
from tests.item_bank import contents, draft, published

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]
LATER = NOON + timedelta(days=1)


def told(kind: str) -> set[Person]:
    return {one.receiver for one in Message.objects.open().filter(kind=kind)}


def test_a_second_person_publishes(author, reviewer):
    version = submit_version(version=draft(author=author), as_of=NOON)
    assert (version.state, version.submitted_at) == ("in_review", NOON)
    done = publish_version(version=version, by=reviewer, as_of=LATER, note="Good.", based_on=1)
    assert (done.state, done.reviewed_by, done.published_at, done.item.state) == (
        "published",
        reviewer,
        LATER,
        "published",
    )
    assert list(ItemVersion.objects.in_use()) == [done]
    assert publish_version(version=version, by=reviewer, as_of=LATER) == done


def test_nobody_reviews_what_they_wrote_or_changed_last(author, reviewer):
    version = draft(author=author)
    save_version(version=version, contents=contents(stem="Changed"), by=reviewer)
    submit_version(version=version, as_of=NOON)
    for one in (author, reviewer):
        with pytest.raises(ItemError, match="second person"):
            publish_version(version=version, by=one, as_of=NOON)
        with pytest.raises(ItemError, match="second person"):
            send_back_version(version=version, by=one, note="No.", as_of=NOON)


def test_whoever_wrote_it_by_another_record_does_not_review_it(author, reviewer):
    version = submit_version(version=draft(author=author), as_of=NOON)
    Person.objects.filter(pk=author.pk).update(is_active=False, email=None, merged_into=reviewer)
    with pytest.raises(ItemError, match="second person"):
        publish_version(version=version, by=reviewer, as_of=NOON)


def test_a_learner_reviews_nothing(author, learner):
    version = submit_version(version=draft(author=author), as_of=NOON)
    with pytest.raises(ItemError, match="may not review"):
        publish_version(version=version, by=learner, as_of=NOON)
    with pytest.raises(ItemError, match="may not review") as raised:
        submit_version(version=draft(author=author), as_of=NOON, reviewer=learner)
    assert raised.value.field == "reviewer"


def test_what_is_unfinished_is_not_sent_for_review(author):
    version = draft(author=author, body={"options": []})
    with pytest.raises(ItemError, match="unfinished") as raised:
        submit_version(version=version, as_of=NOON)
    assert [problem.code for problem in raised.value.problems] == ["too_few"]
    without = draft("hotspot", author=author, picture=None)
    with pytest.raises(ItemError) as raised:
        submit_version(version=without, as_of=NOON)
    assert [problem.code for problem in raised.value.problems] == ["no_picture"]


def test_what_was_read_is_what_is_published(author, reviewer):
    version = submit_version(version=draft(author=author), as_of=NOON)
    take_back_version(version=version, as_of=NOON)
    save_version(version=version, contents=contents(stem="Other words"), by=author)
    submit_version(version=version, as_of=NOON)
    with pytest.raises(ItemChangedError, match="Read it again"):
        publish_version(version=version, by=reviewer, as_of=NOON, based_on=1)
    assert publish_version(version=version, by=reviewer, as_of=NOON, based_on=2).stem == "Other words"


def test_sent_back_it_is_a_draft_with_a_note(author, reviewer):
    version = submit_version(version=draft(author=author), as_of=NOON)
    with pytest.raises(ItemError, match="what to change"):
        send_back_version(version=version, by=reviewer, note=" ", as_of=NOON)
    for _time in range(2):
        back = send_back_version(version=version, by=reviewer, note="Two are right.", as_of=LATER)
    assert (back.state, back.review_note, back.reviewed_by) == ("draft", "Two are right.", reviewer)
    assert told("item_reviewed") == {author}
    assert told("item_review_asked") == set()
    again = submit_version(version=version, as_of=LATER)
    assert (again.state, again.reviewed_by) == ("in_review", None)


def test_what_does_not_wait_is_neither_published_nor_sent_back(author, reviewer, hr):
    version = draft(author=author)
    with pytest.raises(ItemError, match="does not wait"):
        publish_version(version=version, by=reviewer, as_of=NOON)
    done = published(author=author, reviewer=reviewer)
    with pytest.raises(ItemError, match="published it already"):
        publish_version(version=done, by=hr, as_of=NOON)


def test_the_next_version_takes_the_place_of_the_one_before(author, reviewer):
    first = published(author=author, reviewer=reviewer)
    second = revise_item(item=first.item, contents=contents(stem="Better"), by=author)
    assert list(ItemVersion.objects.in_use()) == [first], "asked until the next is reviewed"
    publish_version(version=submit_version(version=second, as_of=LATER), by=reviewer, as_of=LATER)
    assert list(ItemVersion.objects.in_use()) == [second]
    first.refresh_from_db()
    assert first.state == "replaced"


def test_authors_are_asked_once_for_all_that_waits_and_hr_only_where_there_is_no_author(author, reviewer, hr):
    versions = [submit_version(version=draft(author=author), as_of=NOON) for _ in range(3)]
    assert told("item_review_asked") == {reviewer}
    assert Message.objects.filter(kind="item_review_asked").count() == 1
    Person.objects.filter(pk=reviewer.pk).update(is_author=False)
    submit_version(version=draft(author=author), as_of=NOON)
    assert hr in told("item_review_asked")
    assert len(versions) == 3


def test_whoever_is_named_is_asked_alone(author, reviewer, hr):
    submit_version(version=draft(author=author), as_of=NOON, reviewer=hr)
    assert told("item_review_asked") == {hr}


def test_the_message_goes_once_nothing_waits_any_more(author, reviewer):
    one, other = (submit_version(version=draft(author=author), as_of=NOON) for _ in range(2))
    publish_version(version=one, by=reviewer, as_of=NOON)
    assert told("item_review_asked") == {reviewer}
    take_back_version(version=other, as_of=NOON)
    assert told("item_review_asked") == set()


def test_a_retired_question_is_not_asked_and_can_come_back(author, reviewer):
    version = published(author=author, reviewer=reviewer)
    with pytest.raises(ItemError, match="Say why"):
        retire_item(item=version.item, by=author, reason="", as_of=NOON)
    for _time in range(2):
        item = retire_item(item=version.item, by=author, reason="Too easy", as_of=NOON)
    assert (item.state, item.retired_by, item.retired_reason) == ("retired", author, "Too easy")
    assert not ItemVersion.objects.in_use().exists()
    assert unretire_item(item=item).state == "published"
    assert list(ItemVersion.objects.in_use()) == [version]


def test_what_waited_is_a_draft_once_its_question_is_retired(author, reviewer):
    version = submit_version(version=draft(author=author), as_of=NOON)
    retire_item(item=version.item, by=author, reason="Not needed", as_of=NOON)
    version.refresh_from_db()
    assert version.state == "draft"
    assert told("item_review_asked") == set()
    assert unretire_item(item=version.item).state == "draft"


def test_a_question_follows_its_skill_but_where_levels_are_others(refunds, author):
    from assessments.frameworks.models import SkillReplacement

    version, other = published(what=refunds, author=author), skill("Refunds")
    SkillReplacement.objects.create(old=refunds, new=other, replaced_at=NOON)
    type(refunds).objects.filter(pk=refunds.pk).update(retired_at=NOON)
    assert follow_skills(skill_ids=[refunds.pk]) == 1
    assert follow_skills(skill_ids=[refunds.pk]) == 0
    version.item.refresh_from_db()
    assert version.item.skill == other


def test_a_question_is_not_asked_once_its_levels_mean_something_else(author):
    version = published(author=author)
    body = version.item.skill.framework
    told_levels = {"before": [], "after": [], "top_before": 5}
    LevelMap.objects.create(framework=body, pairs=[], mapped_at=LATER, **told_levels)
    assert ItemVersion.objects.in_use().exists(), "each number means what it meant"
    LevelMap.objects.create(
        framework=body, pairs=[["1", "2"]], mapped_at=LATER + timedelta(days=1), **told_levels
    )
    assert not ItemVersion.objects.in_use().exists()
    assert list(ItemVersion.objects.on_other_levels()) == [version]


CHANGES = {
    "stem": "Other words",
    "body": {"options": []},
    "level": 3,
    "kind": "multiple",
    "picture_alt": "A cat",
    "highest_score": 2,
    "seconds_expected": 50,
    "number": 9,
    "published_at": LATER,
    "reviewed_at": LATER,
    "submitted_at": LATER,
    "review_note": "Other note",
}


@pytest.mark.parametrize("column", sorted(CHANGES))
def test_the_database_changes_nothing_of_what_was_published(author, reviewer, column):
    version = published(author=author, reviewer=reviewer)
    with pytest.raises(IntegrityError), transaction.atomic():
        ItemVersion.objects.filter(pk=version.pk).update(**{column: CHANGES[column]})


@pytest.mark.parametrize("column", ["created_by", "changed_by", "reviewed_by", "reviewer"])
def test_whoever_wrote_and_reviewed_stays_until_they_are_erased(author, reviewer, hr, column):
    version = published(author=author, reviewer=reviewer)
    with pytest.raises(IntegrityError), transaction.atomic():
        ItemVersion.objects.filter(pk=version.pk).update(**{column: hr})
    ItemVersion.objects.filter(pk=version.pk).update(**{column: None})


def test_the_note_of_a_reviewer_goes_with_them(author, reviewer):
    version = submit_version(version=draft(author=author), as_of=NOON)
    publish_version(version=version, by=reviewer, note="Fine.", as_of=NOON)
    ItemVersion.objects.filter(pk=version.pk).update(reviewed_by=None, review_note="")


def test_the_database_publishes_nothing_without_a_second_person(author):
    version = submit_version(version=draft(author=author), as_of=NOON)
    unreviewed = {"state": "published", "published_at": NOON, "reviewed_at": NOON}
    for by in (None, author):
        with pytest.raises(IntegrityError), transaction.atomic():
            ItemVersion.objects.filter(pk=version.pk).update(reviewed_by=by, **unreviewed)
    with pytest.raises(IntegrityError), transaction.atomic():
        ItemVersion.objects.create(
            item=version.item, number=2, kind="single", level=1, stem="?", **unreviewed
        )


def test_a_published_version_cannot_be_deleted(author):
    version = published(author=author)
    with pytest.raises(TypeError):
        version.delete()
    with pytest.raises(TypeError):
        ItemVersion.objects.all().delete()


def test_two_open_versions_of_a_question_cannot_be(author):
    version = draft(author=author)
    with pytest.raises(IntegrityError), transaction.atomic():
        ItemVersion.objects.create(item=version.item, number=2, kind="single", level=1, stem="?")


def test_a_reviewer_who_left_is_not_asked(author):
    person("Gone Away", is_author=True, is_active=False)
    submit_version(version=draft(author=author), as_of=NOON)
    assert told("item_review_asked") == set()
