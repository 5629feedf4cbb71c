"""A text goes from its author by a second author to learners, for a new module and for a draft alike."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from content.authoring.models import ModuleReview
from content.authoring.reports import is_approved, open_review, review_is_needed
from content.authoring.services import (
    approve_module,
    discard_changes,
    publish_checked,
    save_changes,
    send_back_module,
    submit_module,
    take_back_module,
)
from content.catalogue.models import Module
from content.catalogue.services import (
    ModuleChangedError,
    ModuleError,
    archive_module,
    contents_of,
    draft_of,
    edited_contents,
    edition_of,
    outdate_module,
    save_module,
)
from lifow.notifications.models import Message
from lifow.people.persons.models import Person
from tests.backing.inboxes import inbox_of
from tests.backing.worlds import world
from tests.company import NOON, module, person, skill

pytestmark = pytest.mark.django_db


@world
def ines() -> Person:
    return person("Ines Carvalho", is_author=True)


@world
def jonas() -> Person:
    return person("Jonas Weber", is_author=True)


@world
def new(ines, jonas) -> Module:
    """A module of Ines's that was never published."""
    return module("Say no kindly", skill(), 1, 2, status="draft", author=ines, changed_by=ines)


@world
def changed(ines, jonas) -> Module:
    """A published module of which Ines has written a draft."""
    made = module("The refund change", skill(), 1, 3, author=jonas)
    contents = replace(contents_of(made), title="Refunds now")
    return save_changes(module=made, contents=contents, by=ines)


@pytest.mark.parametrize("which", ["new", "changed"])
def test_a_second_author_approves_what_the_first_sent_and_learners_have_it(request, which, ines, jonas):
    made = request.getfixturevalue(which)
    assert review_is_needed(made)
    submit_module(module=made, by=ines, as_of=NOON)
    assert inbox_of(jonas) == [f"“{made.title}” is waiting for your review"]
    read = edition_of(edited_contents(made))
    approve_module(module=made, by=jonas, based_on=read, as_of=NOON)
    made.refresh_from_db()
    assert (made.status, draft_of(made), open_review(made)) == ("published", None, None)
    assert made.versions.order_by("-number").first().published_by == jonas
    assert inbox_of(jonas) == []
    assert inbox_of(ines) == [f"Jonas Weber has approved “{made.title}”"]


@pytest.mark.parametrize("which", ["new", "changed"])
def test_nobody_publishes_what_nobody_else_has_read(request, which, ines, jonas):
    made = request.getfixturevalue(which)
    for by in (ines, jonas):
        with pytest.raises(ModuleError, match="A second author reads a module"):
            publish_checked(module=made, by=by)
    submit_module(module=made, by=ines, as_of=NOON)
    with pytest.raises(ModuleError, match="somebody who did not write it"):
        approve_module(module=made, by=ines, as_of=NOON)
    assert open_review(made) is not None


def test_whoever_sends_it_does_not_review_it_though_another_wrote_it(new, jonas):
    submit_module(module=new, by=jonas, as_of=NOON)
    with pytest.raises(ModuleError, match="did not write it"):
        approve_module(module=new, by=jonas, as_of=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        ModuleReview.objects.update(state="approved", decided_by=jonas, decided_at=NOON)


def test_a_company_may_do_without_reviews(new, ines, settings):
    settings.MODULE_REVIEWS_NEEDED = False
    assert publish_checked(module=new, by=ines).status == "published"


def test_while_it_is_in_review_nothing_of_it_is_changed_until_it_is_taken_back(changed, ines):
    submit_module(module=changed, by=ines, as_of=NOON)
    contents = replace(edited_contents(changed), minutes=9)
    with pytest.raises(ModuleError, match="Take it back from review"):
        save_changes(module=changed, contents=contents, by=ines)
    take_back_module(module=changed, by=ines, as_of=NOON)
    take_back_module(module=changed, by=ines, as_of=NOON)
    save_changes(module=changed, contents=contents, by=ines)
    assert edited_contents(changed).minutes == 9


def test_a_text_that_changed_past_the_review_is_not_approved_by_it(new, ines, jonas):
    submit_module(module=new, by=ines, as_of=NOON)
    save_module(module=new, contents=replace(contents_of(new), body="Something else."), by=ines)
    with pytest.raises(ModuleChangedError):
        approve_module(module=new, by=jonas, as_of=NOON)
    assert Module.objects.get(pk=new.pk).status == "draft"


def test_what_was_approved_for_later_is_approved_as_long_as_it_stays_the_same(new, ines, jonas):
    submit_module(module=new, by=ines, as_of=NOON)
    approve_module(module=new, by=jonas, as_of=NOON, publish=False)
    assert is_approved(new)
    save_changes(module=new, contents=replace(contents_of(new), body="Something else."), by=ines)
    with pytest.raises(ModuleError):
        publish_checked(module=new, by=jonas)


def test_it_is_sent_back_with_a_note_and_sent_again(new, ines, jonas):
    submit_module(module=new, by=ines, as_of=NOON)
    with pytest.raises(ModuleError, match="Say what to change"):
        send_back_module(module=new, by=jonas, note="  ", as_of=NOON)
    for _ in range(2):
        send_back_module(module=new, by=jonas, note="Shorter, please.", as_of=NOON)
    assert inbox_of(ines) == ["Jonas Weber has sent back “Say no kindly”"]
    later = NOON + timedelta(hours=1)
    submit_module(module=new, by=ines, as_of=later)
    approve_module(module=new, by=jonas, as_of=later)
    assert Module.objects.get(pk=new.pk).status == "published"


def test_two_clicks_are_one_review_and_one_message(new, ines, jonas):
    for _ in range(2):
        submit_module(module=new, by=ines, reviewer=jonas, as_of=NOON)
    assert ModuleReview.objects.count() == 1
    for _ in range(2):
        approve_module(module=new, by=jonas, as_of=NOON)
    assert Message.objects.filter(receiver=ines).count() == 1


def test_a_review_is_asked_of_whom_it_names_alone(new, ines, jonas):
    kofi = person("Kofi Mensah", is_author=True)
    submit_module(module=new, by=ines, reviewer=kofi, as_of=NOON)
    assert (inbox_of(jonas), len(inbox_of(kofi))) == ([], 1)


@pytest.mark.parametrize("who", ["herself", "a learner"])
def test_whoever_cannot_review_is_not_asked(new, ines, who):
    reviewer = ines if who == "herself" else person("Abena Osei")
    with pytest.raises(ModuleError, match="cannot review this module"):
        submit_module(module=new, by=ines, reviewer=reviewer, as_of=NOON)


def test_without_changes_there_is_nothing_to_review(ines):
    with pytest.raises(ModuleError, match="no changes to review"):
        submit_module(module=module("Refunds", skill(), 1, 2), by=ines, as_of=NOON)


def test_a_draft_that_is_discarded_waits_for_nobody(changed, ines, jonas):
    submit_module(module=changed, by=ines, as_of=NOON)
    discard_changes(module=changed, by=ines, as_of=NOON)
    assert (open_review(changed), draft_of(changed)) == (None, None)
    assert inbox_of(jonas) == []


def test_what_learners_had_comes_back_as_it_was_without_another_review(changed, ines, jonas):
    submit_module(module=changed, by=ines, as_of=NOON)
    approve_module(module=changed, by=jonas, as_of=NOON)
    archive_module(module=changed)
    assert publish_checked(module=changed, by=ines).status == "published"


def test_an_outdated_module_keeps_its_note_until_it_is_published_again(changed, ines, jonas):
    instead = module("Refunds, as they are", skill(), 1, 3)
    outdate_module(module=changed, by=ines, note="The fee is gone.", replaced_by=instead)
    stored = Module.objects.get(pk=changed.pk)
    assert (stored.status, stored.outdated_note, stored.replaced_by) == (
        "outdated",
        "The fee is gone.",
        instead,
    )
    submit_module(module=changed, by=ines, as_of=NOON)
    approve_module(module=changed, by=jonas, as_of=NOON)
    stored.refresh_from_db()
    assert (stored.status, stored.outdated_note, stored.replaced_by) == ("published", "", None)


def test_a_draft_cannot_be_outdated_nor_replaced_by_itself(new, ines):
    with pytest.raises(ModuleError, match="Only a published module"):
        outdate_module(module=new, by=ines)
    published = module("Refunds", skill(), 1, 2)
    with pytest.raises(ModuleError, match="another module"):
        outdate_module(module=published, by=ines, replaced_by=published)
