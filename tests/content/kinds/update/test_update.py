"""A product update outdates what it replaces, tells whom it concerns, and is asked of who learned the old."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from content.activity.models import Activity
from content.authoring.reports import missing_before_publishing
from content.authoring.services import carry_out_updates, confirm_replaced
from content.catalogue.models import Module
from content.catalogue.services import (
    ModuleError,
    archive_module,
    check_contents,
    contents_of,
    outdate_module,
    publish_module,
    save_draft,
    update_module,
)
from content.kinds.update.mentions import passage_of
from content.kinds.update.models import ProductUpdate, ReplacedModule
from content.kinds.update.reports import changed_since, readers_of, to_be_replaced
from content.kinds.update.services import count_readers, remind_readers
from content.planning.services import complete_module
from content.refreshers.models import RefresherCard
from content.refreshers.services import ask_changed_again
from lifow.notifications.models import Message
from lifow.notifications.reports import put_into_words
from lifow.notifications.services import settle_finished
from tests.company import NOON, module, person, skill

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_march")]
LATER = NOON + timedelta(hours=1)


def statuses(old) -> dict[str, str]:
    return {name: Module.objects.get(pk=one.pk).status for name, one in old.items()}


def published(update: Module, **parts) -> ProductUpdate:
    """The update, published and carried out; `parts` are what of it is otherwise."""
    said = contents_of(update)
    update_module(module=update, contents=replace(said, parts={**said.parts, **parts}), by=update.author)
    publish_module(module=Module.objects.get(pk=update.pk), by=update.author)
    update.refresh_from_db()
    carry_out_updates(as_of=NOON)
    return ProductUpdate.objects.get(module=update)


def client_of(who) -> Client:
    client = Client()
    client.force_login(who)
    return client


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("the Separate   debit is gone", True),
        ("a separate\ndebit", True),
        ("separately debited", False),
        ("inseparate debit", False),
        ("“separate debit”", True),
        ("", False),
    ],
)
def test_words_are_found_as_words_of_their_own_in_any_case(text, is_found):
    assert bool(passage_of(text, "separate debit")) is is_found


def test_a_passage_shows_what_stands_around():
    found = passage_of(f"{'a ' * 100}the separate debit {'b ' * 100}", "separate debit")
    assert (found[:3], found[-3:]) == ("… a", "b …")
    assert len(found) < 160


def test_the_author_sees_what_it_would_outdate_before_it_is_published(update, old, author):
    found = to_be_replaced(update.parts)
    assert [one.module for one in found] == [old["text"], old["title"]]
    assert "Separate Debit" in found[0].passage
    for page in ("content:edit", "content:review"):
        shown = client_of(author).get(reverse(page, args=[update.public_id])).content.decode()
        assert "What a separate debit is" in shown
        assert "Greeting" not in shown
    assert statuses(old)["text"] == "published"


def test_publishing_outdates_what_mentions_it_and_says_what_to_read(update, old):
    published(update)
    assert statuses(old) == {
        "text": "outdated",
        "title": "outdated",
        "other": "published",
        "draft": "draft",
    }
    marked = Module.objects.get(pk=old["text"].pk)
    assert marked.replaced_by == update
    assert "separate debit" in marked.outdated_note
    assert carry_out_updates(as_of=LATER) == 0
    assert ReplacedModule.objects.count() == 2


def test_a_module_that_is_chosen_is_outdated_and_one_that_is_kept_is_not(update, old):
    chosen = [{"key": "a", "ref": old["other"].public_id}]
    published(update, replaced=chosen, kept=[old["title"].public_id])
    assert statuses(old) == {
        "text": "outdated",
        "title": "published",
        "other": "outdated",
        "draft": "draft",
    }


def test_another_update_that_mentions_the_words_is_left(update, old):
    earlier = module("Before", skill("Refund policy"), 1, 2, kind="announcement", body="The separate debit.")
    published(update)
    earlier.refresh_from_db()
    assert earlier.status == "published"


def test_nothing_is_outdated_before_its_day(update, old):
    published(update, from_day=(NOON + timedelta(days=3)).date().isoformat())
    assert statuses(old)["text"] == "published"
    assert carry_out_updates(as_of=NOON + timedelta(days=2)) == 0
    assert carry_out_updates(as_of=NOON + timedelta(days=3)) == 2
    assert statuses(old)["text"] == "outdated"


def test_an_update_that_is_archived_before_its_day_outdates_nothing(update, old):
    published(update, from_day=(NOON + timedelta(days=3)).date().isoformat())
    archive_module(module=update)
    assert carry_out_updates(as_of=NOON + timedelta(days=3)) == 0
    assert statuses(old)["text"] == "published"


def test_the_owner_is_told_once_and_says_that_it_is_still_right(update, old, author):
    made = published(update)
    [message] = Message.objects.filter(kind="module_replaced", receiver=author)
    assert "2 modules" in put_into_words([message]).said[message.pk].title
    for row in ReplacedModule.objects.all():
        for _twice in range(2):
            confirm_replaced(replaced=row, by=author, as_of=LATER)
    assert statuses(old)["text"] == statuses(old)["title"] == "published"
    message.refresh_from_db()
    assert message.done_at == LATER
    publish_module(module=Module.objects.get(pk=made.module_id))
    assert carry_out_updates(as_of=LATER) == 0, "what was found still right is not outdated again"


def test_still_right_publishes_no_draft(update, old, author):
    published(update)
    marked = Module.objects.get(pk=old["text"].pk)
    said = contents_of(marked)
    save_draft(module=marked, contents=replace(said, title="Another title"), by=author)
    confirm_replaced(replaced=ReplacedModule.objects.get(module=marked), by=author, as_of=LATER)
    marked.refresh_from_db()
    assert (marked.status, marked.title) == ("published", "Fees")


def test_what_an_author_has_outdated_for_another_reason_stays_so(update, old, author):
    published(update)
    outdate_module(module=old["text"], by=author, note="Fees are gone.")
    confirm_replaced(replaced=ReplacedModule.objects.get(module=old["text"]), by=author, as_of=LATER)
    assert statuses(old)["text"] == "outdated"


def test_what_is_archived_is_not_still_right(update, old, author):
    published(update)
    archive_module(module=old["text"])
    with pytest.raises(ModuleError, match="archived"):
        confirm_replaced(replaced=ReplacedModule.objects.get(module=old["text"]), by=author, as_of=LATER)


def test_whom_it_concerns_is_told_once_and_counted_as_a_reader(update, abena, tom, outsider):
    made = published(update)
    told = Message.objects.filter(kind="product_update")
    assert {one.receiver for one in told} == {abena, tom}
    assert (readers_of(made, NOON).readers, readers_of(made, NOON).people) == (0, 2)
    complete_module(person=abena, module=update, completed_at=LATER)
    assert (readers_of(made, LATER).readers, readers_of(made, LATER).left) == (1, 1)
    settle_finished(as_of=LATER)
    assert [one.receiver for one in told.filter(done_at__isnull=True)] == [tom]
    publish_module(module=Module.objects.get(pk=update.pk))
    carry_out_updates(as_of=LATER)
    assert told.count() == 2, "nobody is told twice"
    assert count_readers(as_of=LATER) == 1
    made.refresh_from_db()
    assert (made.people, made.readers, made.counted_at) == (2, 1, LATER)


def test_whoever_needs_a_skill_that_it_touches_is_concerned(update, outsider, abena):
    empathy = [{"key": "a", "ref": skill("Empathy").public_id}]
    made = published(update, roles=[], skills=empathy)
    assert readers_of(made, NOON).people == 1
    assert [one.receiver for one in Message.objects.filter(kind="product_update")] == [outsider]


def test_it_says_what_changed_since_somebody_learned_it(update, old, learned, tom):
    published(update)
    mine, theirs = (
        client_of(one).get(reverse("content:module", args=[old["text"].public_id])) for one in (learned, tom)
    )
    assert "Changed since you learned this" in mine.content.decode()
    assert "Changed since you learned this" not in theirs.content.decode()
    page = client_of(learned).get(reverse("content:module", args=[update.public_id])).content.decode()
    assert "You learned this before it changed" in page
    complete_module(person=tom, module=old["other"], completed_at=LATER)
    assert changed_since(old["other"], Activity.objects.get(person=tom, module=old["other"])) == []


def test_who_learned_the_old_is_asked_the_questions_of_the_update(update, learned, tom, questions):
    published(update)
    assert ask_changed_again(as_of=LATER) == 2
    cards = RefresherCard.objects.filter(change="module")
    assert {(one.person, one.due_on) for one in cards} == {(learned, LATER.date())}
    assert {one.item_id for one in cards} == {one.item_id for one in questions}
    assert ask_changed_again(as_of=LATER) == 0


def test_who_has_read_the_update_is_not_asked_for_the_old(update, learned):
    published(update)
    complete_module(person=learned, module=update, completed_at=NOON)
    assert ask_changed_again(as_of=LATER) == 0


def test_it_is_not_published_without_a_day_people_and_a_question(update):
    said = replace(contents_of(update), parts={})
    fields = {one.field for one in missing_before_publishing(said) if one.blocks}
    assert fields == {"parts-from_day", "parts-roles", "parts-questions"}


@pytest.mark.parametrize(
    ("parts", "field"),
    [
        ({"terms": [{"key": "a", "text": "ab"}]}, "parts-terms"),
        ({"terms": [{"key": "a", "instead": "payout"}]}, "parts-terms"),
        ({"questions": [{"key": "a", "item": "itm_nothere"}]}, "parts-questions"),
    ],
)
def test_what_cannot_be_kept_is_refused_where_it_is(update, parts, field):
    with pytest.raises(ModuleError) as refused:
        check_contents(replace(contents_of(update), parts=parts))
    assert refused.value.field == field


def test_a_reader_answers_its_questions_before_it_is_done(update, abena):
    published(update)
    client = client_of(abena)
    page = client.get(reverse("content:module", args=[update.public_id])).content.decode()
    assert "In force from 2 March 2026" in page
    assert "next payout" in page
    client.post(reverse("content:complete", args=[update.public_id]), {"reached": "100", "seconds": "30"})
    assert not abena.activities.filter(module=update, completed_at__isnull=False).exists()
    began = client.post(reverse("content:quiz_begin", args=[update.public_id]))
    assert "/questions/q0/" in began.url


def test_hr_reads_who_has_not_read_it(update, abena, tom):
    published(update)
    complete_module(person=abena, module=update, completed_at=LATER)
    hr = client_of(person("Ruth Amankwah", is_hr_admin=True))
    page = hr.get(reverse("content:readers", args=[update.public_id])).content.decode()
    assert "1 of 2 people it concerns have read it." in page
    assert "Tom Berg" in page
    assert "Abena Osei" not in page


def test_hr_has_those_reminded_who_have_not_read_it_once_a_week(update, abena, tom):
    made = published(update)
    complete_module(person=abena, module=update, completed_at=LATER)
    with pytest.raises(ModuleError, match="less than a week"):
        remind_readers(update=made, as_of=LATER)
    week = NOON + timedelta(days=8)
    remind_readers(update=made, as_of=week)
    for _twice in range(2):
        carry_out_updates(as_of=week)
    [open_one] = Message.objects.open().filter(kind="product_update", receiver=tom)
    assert open_one.created_at >= week
    assert Message.objects.filter(kind="product_update", receiver=abena).count() == 1
    with pytest.raises(ModuleError, match="less than a week"):
        remind_readers(update=made, as_of=week)
    archive_module(module=update)
    with pytest.raises(ModuleError, match="not published"):
        remind_readers(update=made, as_of=week + timedelta(days=30))


def test_the_list_of_an_update_says_what_to_do_with_each_module(update, old, author):
    published(update)
    client = client_of(author)
    address = reverse("content:replaced", args=[update.public_id])
    page = client.get(address).content.decode()
    row = ReplacedModule.objects.get(module=old["text"])
    act = reverse("content:still_right", args=[update.public_id, row.public_id])
    assert act in page
    assert client.post(act, follow=True).redirect_chain == [(address, 302)]
    assert act not in client.get(address).content.decode()
    assert statuses(old)["text"] == "published"


def test_pages_keep_to_their_queries(update, old, learned, author, django_assert_max_num_queries):
    published(update)
    hr = person("Ruth Amankwah", is_hr_admin=True)
    visits = [
        (learned, reverse("content:module", args=[old["text"].public_id])),
        (hr, reverse("content:readers", args=[update.public_id])),
        (author, reverse("content:replaced", args=[update.public_id])),
    ]
    for who, address in visits:
        client = client_of(who)
        client.get(address)
        with django_assert_max_num_queries(12):
            assert client.get(address).status_code == 200
