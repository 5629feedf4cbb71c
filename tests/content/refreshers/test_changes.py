"""What has changed is asked again of those who learned it as it was."""

from dataclasses import replace
from datetime import timedelta

import pytest

from assessments.testing.bank.models import ItemVersion
from assessments.testing.bank.services import publish_version, revise_item, submit_version
from assessments.testing.bank.services.contents import contents_of as contents_of_item
from content.catalogue.services import contents_of, publish_module, save_draft
from content.refreshers.models import RefresherCard
from content.refreshers.services import ask_changed_again
from tests.company import NOON, module, person
from tests.content.refreshers.answering import refresh

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=2)
DAY = timedelta(days=1)


def far_away(**fields) -> None:
    RefresherCard.objects.update(due_on=NOON.date() + timedelta(days=90), **fields)


def another_version(card: RefresherCard, *, at) -> ItemVersion:
    """The question with other words, published."""
    said = replace(contents_of_item(card.version), stem="Which of these holds since the change?")
    draft = revise_item(item=card.item, contents=said, by=None)
    reviewer = person("Third Reader", is_author=True)
    return publish_version(version=submit_version(version=draft, as_of=at), by=reviewer, as_of=at)


def test_a_question_with_a_new_version_comes_back_today_once(learned):
    far_away()
    card = RefresherCard.objects.earliest("pk")
    new = another_version(card, at=NOON)
    assert ask_changed_again(as_of=LATER) == 1
    card.refresh_from_db()
    assert (card.change, card.due_on) == ("question", LATER.date())
    assert ask_changed_again(as_of=LATER) == 0
    refresh(learned, as_of=LATER)
    card.refresh_from_db()
    assert (card.change, card.version_id) == ("", new.pk)
    assert ask_changed_again(as_of=LATER + DAY) == 0


@pytest.fixture
def published_at(monkeypatch):
    """`published_at(moment)` is when modules are published from then on."""
    return lambda moment: monkeypatch.setattr("content.catalogue.services.writing.now", lambda: moment)


def test_a_module_that_says_something_else_has_its_questions_asked_again(learned, refunds, published_at):
    published_at(NOON - 9 * DAY)
    taught = module("The refund change", refunds, 1, 4)
    publish_module(module=taught)
    published_at(NOON)
    far_away(module=taught)
    said = contents_of(taught)
    save_draft(module=taught, contents=replace(said, title="Refunds since March"), by=None)
    publish_module(module=taught)
    assert ask_changed_again(as_of=LATER) == 0  # another title is nothing new
    save_draft(module=taught, contents=replace(said, body="Refunds take three days now."), by=None)
    published_at(LATER)
    publish_module(module=taught)
    assert ask_changed_again(as_of=LATER + DAY) == 4
    assert set(RefresherCard.objects.values_list("change", "due_on")) == {("module", (LATER + DAY).date())}
    refresh(learned, as_of=LATER + DAY)
    assert ask_changed_again(as_of=LATER + 2 * DAY) == 0
