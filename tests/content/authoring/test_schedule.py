"""A module is published by itself at its time, once, or says why not; its owner looks at it now and then."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from content.authoring.models import ModuleOwner, ScheduledPublication
from content.authoring.reports import listed_modules
from content.authoring.services import (
    approve_for_later,
    cancel_publication,
    confirm_module,
    move_authoring,
    publish_checked,
    publish_scheduled,
    put_authoring_back,
    save_changes,
    schedule_publication,
    set_ownership,
    submit_module,
    tell_of_past_review,
)
from content.catalogue.models import Module
from content.catalogue.services import ModuleError, contents_of, edited_contents, save_module
from lifow.people.merging.services import merge_people, undo_merge
from lifow.people.persons.models import Person
from tests.backing.inboxes import inbox_of
from tests.backing.worlds import world
from tests.company import NOON, module, person, skill

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@world
def jonas() -> Person:
    return person("Jonas Weber", is_author=True)


@world
def sent(author, jonas) -> Module:
    made = module("Say no kindly", skill(), 1, 2, status="draft", author=author, changed_by=author)
    submit_module(module=made, by=author, as_of=NOON)
    return made


def status(of: Module) -> str:
    return Module.objects.get(pk=of.pk).status


def test_what_is_approved_for_later_is_published_then_and_once(sent, author, jonas):
    approve_for_later(module=sent, by=jonas, publish_at=NOON + HOUR, as_of=NOON)
    assert publish_scheduled(as_of=NOON + HOUR / 2) == 0
    assert [publish_scheduled(as_of=NOON + HOUR) for _ in range(2)] == [1, 0]
    assert status(sent) == "published"
    assert "“Say no kindly” is published, as scheduled" in inbox_of(author)
    assert sent.versions.get().published_by == jonas
    assert not ScheduledPublication.objects.exists()


def test_a_time_that_is_past_approves_nothing(sent, jonas):
    with pytest.raises(ModuleError, match="still to come"):
        approve_for_later(module=sent, by=jonas, publish_at=NOON, as_of=NOON)
    assert sent.reviews.get().state == "in_review"


def test_what_was_changed_after_it_was_approved_is_not_published_and_somebody_hears(sent, author, jonas):
    approve_for_later(module=sent, by=jonas, publish_at=NOON + HOUR, as_of=NOON)
    save_module(module=sent, contents=replace(contents_of(sent), body="Something else."), by=author)
    assert publish_scheduled(as_of=NOON + HOUR) == 0
    assert status(sent) == "draft"
    assert inbox_of(jonas) == ["“Say no kindly” was not published as scheduled"]
    assert publish_scheduled(as_of=NOON + 2 * HOUR) == 0, "it is not tried for ever"
    cancel_publication(module=sent)
    assert inbox_of(jonas) == []


def test_it_is_called_off(sent, jonas):
    approve_for_later(module=sent, by=jonas, publish_at=NOON + HOUR, as_of=NOON)
    for _ in range(2):
        cancel_publication(module=sent)
    assert (publish_scheduled(as_of=NOON + HOUR), status(sent)) == (0, "draft")


def test_nobody_schedules_what_nobody_else_has_read(author, sent):
    with pytest.raises(ModuleError, match="in review"):
        schedule_publication(module=sent, by=author, publish_at=NOON + HOUR, as_of=NOON)
    draft = module("Another", skill(), 1, 2, status="draft", author=author)
    with pytest.raises(ModuleError, match="Send it for review"):
        schedule_publication(module=draft, by=author, publish_at=NOON + HOUR, as_of=NOON)


def test_published_by_hand_it_waits_for_no_time(sent, author, jonas):
    approve_for_later(module=sent, by=jonas, publish_at=NOON + HOUR, as_of=NOON)
    publish_checked(module=sent, by=author)
    assert (status(sent), ScheduledPublication.objects.count()) == ("published", 0)


@pytest.mark.usefixtures("without_reviews")
def test_without_reviews_the_newest_text_is_published(author):
    draft = module("Another", skill(), 1, 2, status="draft", author=author)
    schedule_publication(module=draft, by=author, publish_at=NOON + HOUR, as_of=NOON)
    save_changes(module=draft, contents=replace(edited_contents(draft), title="Newer"), by=author)
    assert publish_scheduled(as_of=NOON + HOUR) == 1
    assert Module.objects.get(pk=draft.pk).title == "Newer"


@pytest.mark.usefixtures("without_reviews")
def test_a_time_is_the_companys(author_client, author, settings):
    settings.TIME_ZONE = "America/New_York"
    draft = module("Another", skill(), 1, 2, status="draft", author=author)
    page = reverse("content:schedule", args=[draft.public_id])
    year = datetime.now(UTC).year + 1
    said = {"publish_on": f"{year}-07-01", "publish_time": "09:30"}
    assert author_client.post(page, said).status_code == 302
    assert ScheduledPublication.objects.get().publish_at == datetime(year, 7, 1, 13, 30, tzinfo=UTC)
    for bad in ({}, {**said, "publish_on": "2020-01-01"}, {**said, "publish_time": "25:00"}):
        assert author_client.post(page, bad).status_code == 422


@pytest.fixture
def owned(author, jonas) -> Module:
    made = module("Refunds", skill(), 1, 2, author=author)
    set_ownership(module=made, owner=jonas, review_on=date(2026, 3, 2), as_of=NOON - timedelta(days=9))
    return made


def test_an_owner_is_told_once_when_the_review_date_has_come(owned, jonas, author):
    assert tell_of_past_review(as_of=NOON - timedelta(days=1)) == 0
    assert [tell_of_past_review(as_of=NOON + timedelta(days=day)) for day in (0, 0, 1)] == [1, 0, 0]
    assert (inbox_of(jonas), inbox_of(author)) == (["Is “Refunds” still right?"], [])
    assert list(listed_modules(Module.objects.all(), "past_review", NOON.date())) == [owned]


def test_still_right_sets_the_next_date_and_is_told_then(owned, jonas):
    tell_of_past_review(as_of=NOON)
    confirm_module(module=owned, by=jonas, next_on=date(2026, 9, 2), as_of=NOON)
    assert inbox_of(jonas) == []
    assert not listed_modules(Module.objects.all(), "past_review", NOON.date()).exists()
    assert tell_of_past_review(as_of=datetime(2026, 9, 2, 12, tzinfo=UTC)) == 1
    with pytest.raises(ModuleError, match="still to come"):
        confirm_module(module=owned, by=jonas, next_on=NOON.date(), as_of=NOON)


def test_of_an_owner_who_has_left_the_author_hears_and_else_hr(owned, jonas, author):
    ruth = person("Ruth Amankwah", is_hr_admin=True)
    Person.objects.filter(pk=jonas.pk).update(is_active=False)
    tell_of_past_review(as_of=NOON)
    assert (len(inbox_of(author)), inbox_of(ruth)) == (1, [])
    Person.objects.filter(pk=author.pk).update(is_active=False)
    ModuleOwner.objects.update(told_of=None)
    tell_of_past_review(as_of=NOON)
    assert len(inbox_of(ruth)) == 1


def test_a_draft_is_past_no_review(owned):
    Module.objects.update(status="draft")
    assert tell_of_past_review(as_of=NOON) == 0


def test_owner_and_date_are_set_and_confirmed_on_a_page(author_client, owned, author):
    page = reverse("content:owner", args=[owned.public_id])
    assert "Still right" in author_client.get(page).content.decode()
    author_client.post(page, {"owner": author.public_id, "review_on": "2190-01-01", "confirm": "1"})
    row = ModuleOwner.objects.get()
    assert (row.review_on, row.confirmed_by) == (date(2190, 1, 1), author)
    author_client.post(page, {"owner": author.public_id, "review_on": ""})
    row.refresh_from_db()
    assert (row.owner, row.review_on) == (author, None)
    abena = person("Kofi Learner")
    for bad in ({"owner": abena.public_id}, {"review_on": "tomorrow"}, {"review_on": "9999-12-31"}):
        assert author_client.post(page, bad).status_code == 422


def test_a_merged_record_owns_nothing_and_is_asked_nothing_any_more(owned, author, jonas):
    twin = person("J. Weber", is_author=True)
    ModuleOwner.objects.update(owner=twin)
    draft = module("Another", skill(), 1, 2, status="draft", author=author, changed_by=author)
    submit_module(module=draft, by=author, reviewer=twin, as_of=NOON)
    now = timezone.now()
    merge = merge_people(kept=jonas, merged=twin, merged_by=author, merged_at=now)
    move_authoring(merge_id=merge.pk, as_of=now)
    assert ModuleOwner.objects.get().owner == jonas
    assert draft.reviews.get().reviewer == jonas
    undo_merge(merge=merge, undone_by=author, undone_at=now)
    put_authoring_back(merge_id=merge.pk, as_of=now)
    assert ModuleOwner.objects.get().owner == twin
    assert draft.reviews.get().reviewer == twin
