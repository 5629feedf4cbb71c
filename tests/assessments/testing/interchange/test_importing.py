"""An import of questions from its upload to its drafts: what is planned is what is written, once."""

import pytest

from assessments.testing.bank.models import Item, ItemVersion
from assessments.testing.interchange import services
from assessments.testing.interchange.formats import moodle, qti
from assessments.testing.interchange.formats.items import ParsedItem, Picture, lettered
from assessments.testing.interchange.models import ItemImport
from assessments.testing.interchange.reports import Said, reviewed_plan
from assessments.testing.interchange.services import (
    choose_for_import,
    confirm_import,
    take_items,
    upload_items,
)
from lifow.base.file_imports.services import ImportStepError, cancel, forget_files_of
from tests.assessments.testing.interchange.conftest import GIFT, uploaded, work
from tests.company import NOON, person, skill
from tests.item_bank import draft, png

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]


def plan_of(row: ItemImport):
    return reviewed_plan(row.outcomes(), Said.of(row.said))


def confirmed(row: ItemImport, by) -> ItemImport:
    confirm_import(row=row, shown=row.shown, confirmed_by=by, confirmed_at=NOON)
    work()
    row.refresh_from_db()
    return row


def chosen(row: ItemImport, words: str = "") -> ItemImport:
    """The import, with a skill and a level for what the file does not say."""
    choose_for_import(row=row, skills={words: skill("Refund policy").public_id}, level=3, language="en")
    work()
    row.refresh_from_db()
    return row


def test_nothing_is_written_before_the_author_has_read_it(author, refunds):
    row = uploaded(author)
    assert row.state == "planned"
    assert [(one["kind"], one["refused"]) for one in plan_of(row).rows] == [
        ("single", ""),
        ("numeric", "no_skill"),
        ("single", "no_skill"),
    ]
    assert [one.code for one, _words in plan_of(row).remarks] == ["essay", "weight"]
    assert not Item.objects.exists()


def test_what_was_read_becomes_drafts_of_whoever_confirms_it(author, refunds):
    row = confirmed(chosen(uploaded(author)), author)
    assert (row.state, row.written) == ("applied", 3)
    first, *_rest = ItemVersion.objects.order_by("pk").select_related("item")
    assert (first.state, first.kind, first.level, first.created_by) == ("draft", "single", 2, author)
    assert first.body["options"][0] == {
        "key": "a",
        "text": "Everybody",
        "is_right": True,
        "rationale": "Up to 50",
    }
    item = first.item
    assert (item.skill, item.author, item.external_source, item.external_id) == (
        refunds,
        author,
        "gift",
        "q-1",
    )
    assert set(ItemVersion.objects.values_list("level", flat=True)) == {2, 3}


def test_a_file_sent_twice_is_one_import_and_confirmed_twice_is_written_once(author, refunds):
    row = uploaded(author)
    again = upload_items(
        name="items.txt", data=GIFT.encode(), format="gift", uploaded_by=author, uploaded_at=NOON
    )
    assert again == row
    for _click in range(2):
        confirm_import(row=row, shown=row.shown, confirmed_by=author, confirmed_at=NOON)
    work()
    confirm_import(row=ItemImport.objects.get(), shown=row.shown, confirmed_by=author, confirmed_at=NOON)
    work()
    assert Item.objects.count() == 1


def test_a_worker_that_is_killed_before_the_end_leaves_nothing_and_the_next_one_ends_it(
    author, refunds, monkeypatch
):
    row = chosen(uploaded(author))
    confirm_import(row=row, shown=row.shown, confirmed_by=author, confirmed_at=NOON)
    with monkeypatch.context() as patch:

        def killed(*args, **kwargs):
            raise KeyboardInterrupt

        patch.setattr(services.steps, "finish", killed)
        with pytest.raises(KeyboardInterrupt):
            services.carry_out_import(as_of=NOON)
    assert not Item.objects.exists()
    ItemImport.objects.update(taken_until=None)
    work()
    row.refresh_from_db()
    assert (row.state, Item.objects.count()) == ("applied", 3)


def test_a_question_that_is_there_already_is_told_and_not_ticked(author, refunds):
    confirmed(chosen(uploaded(author)), author)
    row = uploaded(author, GIFT + "\n")
    plan = plan_of(row)
    assert plan.rows[0]["similar"][0][2] == 1
    assert plan.taken == []
    with pytest.raises(ImportStepError, match="no question is ticked"):
        confirm_import(row=row, shown=row.shown, confirmed_by=author, confirmed_at=NOON)


def test_a_question_that_stands_twice_in_a_file_is_ticked_once(author, refunds):
    twice = "Why?{=a ~b}\n\nWhy?{=a ~b}\n\nWhy?{=a ~c}"
    plan = plan_of(chosen(uploaded(author, twice)))
    assert plan.taken == [1, 3]
    assert plan.rows[1]["same_as"] == 1


def test_the_author_decides_what_is_taken(author, refunds):
    row = chosen(uploaded(author))
    take_items(row=row, shown=[1, 2, 3], taken=[3])
    row.refresh_from_db()
    assert confirmed(row, author).written == 1
    assert ItemVersion.objects.get().stem == "Which?"


def test_a_key_that_another_question_has_is_not_taken_over(author, refunds):
    draft(author=author, stem="Something else entirely, about the weather?")
    Item.objects.update(external_source="gift", external_id="q-1")
    row = confirmed(uploaded(author), author)
    assert row.written == 1
    assert set(Item.objects.values_list("external_id", flat=True)) == {"q-1", ""}


def test_a_level_off_the_scale_is_chosen_anew(author, refunds):
    row = uploaded(author, "// [tag:skill:Refund policy] [tag:level:9]\nWhy?{=a ~b}")
    assert plan_of(row).rows[0]["refused"] == "off_scale"
    choose_for_import(row=row, skills={}, level=4, language="en")
    work()
    row.refresh_from_db()
    assert plan_of(row).rows[0]["level"] == 4


def test_words_of_the_file_are_a_skill_by_its_key_its_name_or_as_chosen(author, refunds):
    key = refunds.external_id
    text = f"$CATEGORY: top/Quiz 1\n\nA?{{=a ~b}}\n\n// [tag:skill:{key}]\nB?{{=a ~b}}"
    row = uploaded(author, text)
    assert plan_of(row).unknown_skills == (("Quiz 1", 1),)
    assert plan_of(row).rows[1]["skill"] == "Refund policy"
    row = chosen(row, "Quiz 1")
    assert plan_of(row).rows[0]["skill"] == "Refund policy"


def test_a_plan_that_is_another_one_by_now_is_shown_again_and_not_written(author, refunds):
    row = chosen(uploaded(author))
    shown = row.shown
    draft(
        author=person("Somebody"), stem="Which?", body={"options": lettered([{"text": "a"}, {"text": "b"}])}
    )
    confirm_import(row=row, shown=shown, confirmed_by=author, confirmed_at=NOON)
    work()
    row.refresh_from_db()
    assert (row.state, row.has_changed) == ("planned", True)
    assert row.shown != shown
    assert Item.objects.count() == 1


def test_a_file_that_cannot_be_read_is_refused_with_the_reason(author):
    row = uploaded(author, "<quiz><question>", "items.xml", format="moodle")
    assert row.state == "refused"
    assert "This is no XML that can be read" in row.problem


def test_the_format_is_known_by_the_file(author):
    told = {"a.txt": b"Why?\nA. a\nB. b\nANSWER: A", "b.gift": b"Why?{=a}", "c.xml": b"<quiz/>"}
    formats = [
        upload_items(name=name, data=data, uploaded_by=author, uploaded_at=NOON).format
        for name, data in told.items()
    ]
    assert formats == ["aiken", "gift", "moodle"]
    with pytest.raises(ImportStepError, match="none of the formats"):
        upload_items(name="a.doc", data=b"?", uploaded_by=author, uploaded_at=NOON)


def with_picture(content: bytes) -> ParsedItem:
    options = lettered(
        [{"text": "a", "is_right": True, "rationale": ""}, {"text": "b", "is_right": False, "rationale": ""}]
    )
    return ParsedItem(
        "single",
        "What is it?",
        {"options": options},
        skill="Refund policy",
        level=1,
        picture=Picture("bill.png", content, "A bill"),
    )


@pytest.mark.parametrize("form", [moodle, qti])
def test_a_picture_comes_with_its_question(author, refunds, form):
    name = "moodle" if form is moodle else "qti"
    row = uploaded(author, form.write([with_picture(png())]).content, "items", format=name)
    assert plan_of(row).items(0, 1)[0].picture is not None
    confirmed(row, author)
    version = ItemVersion.objects.select_related("picture").get()
    assert (version.picture.width, version.picture_alt) == (40, "A bill")


def test_a_picture_that_is_none_is_a_remark_and_the_question_is_taken(author, refunds):
    row = uploaded(author, moodle.write([with_picture(b"no picture")]).content, "items.xml", format="moodle")
    assert [one.code for one, _words in plan_of(row).remarks] == ["picture_refused"]
    assert confirmed(row, author).written == 1


def test_what_is_cancelled_or_forgotten_is_not_written(author, refunds):
    row = uploaded(author)
    cancel(row, cancelled_at=NOON)
    with pytest.raises(ImportStepError):
        confirm_import(row=row, shown=row.shown, confirmed_by=author, confirmed_at=NOON)
    other = uploaded(author, "Why?{=a ~b}")
    forget_files_of(other, as_of=NOON)
    other.refresh_from_db()
    assert (other.state, plan_of(other).rows) == ("cancelled", ())
