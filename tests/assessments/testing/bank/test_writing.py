"""Writing questions: drafts, what cannot be kept, edits that meet, the next version."""

import pytest

from assessments.frameworks.models import Skill
from assessments.testing.bank.models import Item, ItemVersion
from assessments.testing.bank.services import (
    ItemChangedError,
    ItemError,
    create_item,
    discard_version,
    revise_item,
    save_version,
    start_version,
    submit_version,
)
from tests.company import NOON, framework, skill
from tests.item_bank import BODIES, contents, draft, picture, published

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", sorted(BODIES))
def test_a_new_question_is_a_draft_of_its_first_version(refunds, author, kind):
    version = create_item(skill=refunds, contents=contents(kind), author=author)
    version = ItemVersion.objects.get(pk=version.pk)
    assert (version.number, version.state, version.item.state) == (1, "draft", "draft")
    assert (version.created_by, version.changed_by, version.item.author) == (author, author, author)
    assert version.body == BODIES[kind]
    assert version.highest_score == (2 if kind == "scenario" else 1)


def test_a_draft_may_be_unfinished(refunds, author):
    version = draft(author=author, body={"options": [{"key": "a", "text": " Fourteen "}]})
    assert version.body["options"] == [{"key": "a", "text": "Fourteen", "is_right": False, "rationale": ""}]


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"kind": "song"}, "kind", "kinds of questions"),
        ({"level": 0}, "level", "levels 1 to 5"),
        ({"level": 6}, "level", "levels 1 to 5"),
        ({"stem": "  "}, "stem", "Write the question"),
        ({"stem": "x" * 10_001}, "stem", "at most 10000"),
        ({"stem": "\x00"}, "stem", "control characters"),
        ({"seconds_expected": 4}, "seconds_expected", "from 5 to 3600"),
        ({"body": {"options": [[[[[[[[[[["deep"]]]]]]]]]]]}}, "body", "too large"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_its_place(refunds, changes, field, words):
    with pytest.raises(ItemError, match=words) as raised:
        create_item(skill=refunds, contents=contents(**changes), author=None)
    assert raised.value.field == field
    assert not Item.objects.exists()


def test_a_picture_needs_words(refunds):
    with pytest.raises(ItemError, match="what the picture shows") as raised:
        create_item(skill=refunds, contents=contents(picture=picture()), author=None)
    assert raised.value.field == "picture_alt"


def test_a_question_is_about_a_skill_that_is_assessed(refunds):
    Skill.objects.update(retired_at=NOON)
    with pytest.raises(ItemError, match="no longer assessed"):
        create_item(skill=Skill.objects.get(), contents=contents(), author=None)


def test_the_language_is_a_code(refunds):
    with pytest.raises(ItemError, match="such as en"):
        create_item(skill=refunds, contents=contents(), author=None, language="English")


def test_the_same_form_sent_twice_is_one_question(refunds, author):
    first, second = (
        create_item(skill=refunds, contents=contents(), author=author, idempotency_key="k") for _ in range(2)
    )
    assert first == second
    with pytest.raises(ItemChangedError) as raised:
        create_item(skill=refunds, contents=contents(stem="Another one"), author=author, idempotency_key="k")
    assert raised.value.version == first


def test_another_system_gives_an_id_once(refunds):
    told = {"skill": refunds, "author": None, "external_source": "moodle", "external_id": "q7"}
    create_item(contents=contents(), **told)
    with pytest.raises(ItemError, match="another question") as raised:
        create_item(contents=contents(), **told)
    assert raised.value.field == "external_id"


def test_a_draft_is_saved_again_in_place(author, reviewer):
    version = draft(author=author)
    saved = save_version(version=version, contents=contents(stem="New words"), by=reviewer, based_on=1)
    assert (saved.pk, saved.stem, saved.revision) == (version.pk, "New words", 2)
    assert (saved.created_by, saved.changed_by) == (author, reviewer)


def test_edits_that_meet_are_refused_and_shown(author, reviewer):
    version = draft(author=author)
    save_version(version=version, contents=contents(stem="First"), by=reviewer, based_on=1)
    with pytest.raises(ItemChangedError, match="Jonas Weber changed it") as raised:
        save_version(version=version, contents=contents(stem="Second"), by=author, based_on=1)
    assert raised.value.version.stem == "First"
    again = save_version(
        version=version, contents=contents(stem="Second"), by=author, based_on=raised.value.version.revision
    )
    assert again.stem == "Second"


def test_the_same_saved_twice_is_saved_once(author):
    version = draft(author=author)
    for _time in range(2):
        saved = save_version(version=version, contents=contents(stem="New"), by=author, based_on=1)
    assert saved.revision == 2


def test_what_waits_or_was_published_is_not_edited(author):
    version = draft(author=author)
    submit_version(version=version, as_of=NOON)
    with pytest.raises(ItemError, match="Take it back"):
        save_version(version=version, contents=contents(stem="New"), by=author)
    with pytest.raises(ItemError, match="Write the next one"):
        save_version(version=published(), contents=contents(stem="New"), by=author)


def test_the_next_version_begins_as_a_copy_and_there_is_one(author):
    first = published()
    second = start_version(item=first.item, by=author)
    assert (second.number, second.state, second.created_by) == (2, "draft", author)
    assert (second.stem, second.body, second.level) == (first.stem, first.body, first.level)
    assert start_version(item=first.item, by=author) == second


def test_a_published_question_is_revised_by_its_next_version(author):
    first = published()
    same = revise_item(item=first.item, contents=contents(), by=author, based_on=first.edition)
    assert same == first
    second = revise_item(item=first.item, contents=contents(stem="New"), by=author, based_on=first.edition)
    assert (second.number, second.stem) == (2, "New")
    with pytest.raises(ItemChangedError):
        revise_item(item=first.item, contents=contents(stem="Newer"), by=author, based_on=first.edition)


def test_a_draft_is_deleted_with_its_question_and_a_later_one_alone(author):
    assert discard_version(version=draft(author=author)) is None
    assert not Item.objects.exists()
    first = published()
    assert discard_version(version=start_version(item=first.item, by=author)) == first.item
    assert list(first.item.versions.all()) == [first]
    with pytest.raises(ItemError, match="Only a draft"):
        discard_version(version=first)


def test_levels_are_those_of_the_skills_own_scale(author):
    short = skill("Driving", framework=framework("short", levels=3))
    with pytest.raises(ItemError, match="levels 1 to 3"):
        create_item(skill=short, contents=contents(level=4), author=author)
