"""Pages of the bank: who opens them, the list, the editor with its rows, preview, review and retiring."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assessments.testing.bank.models import Item, ItemVersion
from assessments.testing.bank.services import retire_item, revise_item, save_version, submit_version
from tests.company import NOON, skill
from tests.item_bank import BODIES, STEM, contents, draft, picture, png, published

pytestmark = pytest.mark.django_db
QUESTIONS, NEW = reverse("assessments:questions"), reverse("assessments:new_question")


def address(name: str, of) -> str:
    return reverse(f"assessments:{name}", args=[of.public_id])


def new_url(kind: str = "single") -> str:
    return f"{NEW}?skill={skill().public_id}&kind={kind}&language=en"


def typed(of: str = "single", /, **changes: str) -> dict[str, str]:
    """The editor as it is filled in."""
    body = BODIES[of]
    said = {"kind": of, "stem": STEM, "level": "2", "seconds_expected": "45"}
    for name, value in body.items():
        if not isinstance(value, list) or name in ("accepted", "others"):
            said[name] = "\n".join(value) if isinstance(value, list) else str(value)
            continue
        said["rows-count"] = str(len(value))
        for number, row in enumerate(value):
            told = {part: value for part, value in row.items() if value is not False}
            if of == "single" and told.pop("is_right", False):
                said["right"] = row["key"]
            said |= {f"rows-{number}-{part}": str(value) for part, value in told.items()}
    said.pop("is_case_sensitive", None)
    return {**said, **changes}


def keys_of(page: str) -> list[str]:
    return re.findall(r'name="rows-\d+-key" value="(\w+)"', page)


@pytest.mark.parametrize("name", ["questions", "new_question"])
def test_learners_are_told_who_can_let_them_in(learner_client, name):
    response = learner_client.get(reverse(f"assessments:{name}"))
    assert response.status_code == 403
    assert "An HR admin can give you access." in response.content.decode()


def test_learners_do_nothing_with_a_question(learner_client, author):
    version = submit_version(version=draft(author=author), as_of=NOON)
    for name in ("question", "edit_question"):
        assert learner_client.get(address(name, version.item)).status_code == 403
    for name in ("submit_question", "take_back_question", "retire_question", "discard_question"):
        assert learner_client.post(address(name, version.item)).status_code == 403
    assert (
        learner_client.post(address("review", version), {"act": "publish", "revision": "1"}).status_code
        == 403
    )
    version.refresh_from_db()
    assert version.state == "in_review"


def test_an_empty_bank_says_what_will_be_there(author_client):
    page = author_client.get(QUESTIONS).content.decode()
    assert "No published questions yet" in page
    assert "New question" in page


def test_the_bank_says_what_is_missing_by_skill_and_level(author_client):
    for level in (1, 1, 2, 5):
        published(level=level, stem=f"Question at {level}?")
    page = author_client.get(QUESTIONS).content.decode()
    assert "none at levels 3, 4" in page
    assert f"{NEW}?skill={skill().public_id}&amp;level=3" in page


@pytest.mark.parametrize("state", ["published", "drafts", "in_review", "retired"])
def test_each_state_has_a_tab(author_client, author, state):
    asked, waiting, retired = published(), draft(author=author), published()
    unfinished = draft(author=author)
    submit_version(version=waiting, as_of=NOON)
    retire_item(item=retired.item, by=author, reason="Old", as_of=NOON)
    shown = {"published": asked, "drafts": unfinished, "in_review": waiting, "retired": retired}
    response = author_client.get(QUESTIONS, {"state": state})
    assert [version for version, _summary in response.context["rows"]] == [shown[state]]
    assert {tab["count"] for tab in response.context["tabs"]} == {1}


def test_the_list_is_narrowed_by_skill_language_and_level(author_client):
    here = published()
    published(what=skill("Empathy"))
    published(level=3)
    asked = {"skill": here.item.skill.public_id, "language": "en", "level": "2"}
    response = author_client.get(QUESTIONS, asked)
    assert [version for version, _summary in response.context["rows"]] == [here]
    for odd in ({"skill": "\x00"}, {"level": "x"}, {"state": "none"}, {"page": "-1"}):
        assert author_client.get(QUESTIONS, odd).status_code == 200


def test_more_questions_take_no_more_queries(author_client, author, django_assert_max_num_queries):
    published()
    author_client.get(QUESTIONS)
    with django_assert_max_num_queries(12) as few:
        author_client.get(QUESTIONS)
    for number in range(3):
        published(what=skill(f"Skill {number}"), author=author)
    with django_assert_max_num_queries(len(few)):
        author_client.get(QUESTIONS)


def test_a_new_question_begins_with_its_skill_and_kind(author_client):
    page = author_client.get(NEW, {"skill": skill().public_id, "level": "4"}).content.decode()
    assert f'<option value="{skill().public_id}" selected>' in page
    assert author_client.get(NEW, {"kind": "single", "skill": "", "language": "en"}).status_code == 422
    editor = author_client.get(new_url() + "&level=4").content.decode()
    assert re.search(r'name="level"[^>]*value="4" checked', editor)
    assert len(keys_of(editor)) == 4


@pytest.mark.parametrize("kind", sorted(BODIES))
def test_what_is_filled_in_is_saved_as_a_draft_and_shown(author_client, author, kind):
    changes = {"picture": picture().public_id, "picture_alt": "An invoice"} if kind == "hotspot" else {}
    response = author_client.post(new_url(kind), typed(kind, **changes))
    version = ItemVersion.objects.select_related("item").get()
    assert response.url == address("question", version.item)
    assert (version.kind, version.state, version.created_by) == (kind, "draft", author)
    stored = {**version.body}
    if kind == "hotspot":
        stored["areas"] = [
            {**row, **{side: int(row[side]) for side in ("x", "y", "width", "height")}}
            for row in stored["areas"]
        ]
    assert stored == BODIES[kind]
    page = author_client.get(response.url).content.decode()
    assert "Before it can be sent for review" not in page
    assert "Send for review" in page


@pytest.mark.parametrize("kind", sorted(BODIES))
def test_an_edit_begins_with_what_is_there(author_client, author, kind):
    version = draft(kind, author=author)
    page = author_client.get(address("edit_question", version.item))
    fields = page.context["answers"]
    assert page.status_code == 200
    assert STEM in page.content.decode()
    if fields.rows:
        assert [row["key"].value() for row in fields.rows] == [
            row["key"] for row in next(iter(version.body.values()))
        ]


@pytest.mark.parametrize(
    ("act", "keys"),
    [
        ("up-1", ["b", "a", "c"]),
        ("up-0", ["a", "b", "c"]),
        ("down-1", ["a", "c", "b"]),
        ("down-2", ["a", "b", "c"]),
        ("remove-0", ["b", "c"]),
        ("add", ["a", "b", "c", "d"]),
        ("up-x", ["a", "b", "c"]),
        ("remove-9", ["a", "b", "c"]),
    ],
)
@pytest.mark.parametrize("is_htmx", [False, True], ids=["page", "part"])
def test_rows_are_added_moved_and_removed_and_nothing_is_saved(author_client, act, keys, is_htmx):
    headers = {"HX-Request": "true"} if is_htmx else {}
    response = author_client.post(new_url(), typed(row=act), headers=headers)
    page = response.content.decode()
    assert keys_of(page) == keys
    assert ("<html" in page) is not is_htmx
    assert not Item.objects.exists()
    if "a" in keys:
        assert re.search(r'name="right" value="a" checked', page), "what is right goes along"
        assert "Fourteen days" in page


def test_the_last_row_stays_and_there_are_twelve_at_most(author_client):
    one = typed(row="remove-0", **{"rows-count": "1"})
    assert len(keys_of(author_client.post(new_url(), one).content.decode())) == 1
    many = typed(row="add", **{"rows-count": "12"})
    assert len(keys_of(author_client.post(new_url(), many).content.decode())) == 12
    beyond = typed(row="add", **{"rows-count": "999999999"})
    assert len(keys_of(author_client.post(new_url(), beyond).content.decode())) <= 12


def test_one_kind_of_options_becomes_another(author_client):
    author_client.post(new_url(), typed(kind="multiple"))
    version = ItemVersion.objects.get()
    assert version.kind == "multiple"
    assert [row["is_right"] for row in version.body["options"]] == [True, False, False]


def test_typing_previews_the_question_and_what_is_missing(author_client):
    sent = typed(preview="1", right="")
    response = author_client.post(new_url(), sent, headers={"HX-Request": "true"})
    page = response.content.decode()
    assert page.startswith("<section class")
    assert STEM in page
    assert "No answer is marked as right" in page
    assert not Item.objects.exists()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"stem": ""}, "Write the question"),
        ({"level": ""}, "Choose the level"),
        ({"level": "9"}, "Choose one of the levels"),
        ({"seconds_expected": "0"}, "greater than or equal to 5"),
        ({"rows-0-text": "x" * 600}, "at most 500 characters"),
        ({"rows-1-text": "a\x00"}, "Null characters are not allowed"),
        ({"stem": "\x1b"}, "control character"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(author_client, changes, message):
    response = author_client.post(new_url(), typed(**{"rows-2-rationale": "Kept as it was", **changes}))
    page = response.content.decode()
    assert response.status_code == 422
    assert message in page
    assert "Kept as it was" in page
    assert not Item.objects.exists()


def test_the_same_form_sent_twice_is_one_question(author_client):
    sent = typed(idempotency_key="once")
    for _time in range(2):
        assert author_client.post(new_url(), sent).status_code == 302
    assert Item.objects.count() == 1


def test_edits_that_meet_are_shown_and_written_once_they_are_sent_again(author_client, author, reviewer):
    version = draft(author=author)
    url = address("edit_question", version.item)
    sent = typed(based_on=version.edition, stem="My words?")
    save_version(version=version, contents=contents(stem="Their words?"), by=reviewer)
    response = author_client.post(url, sent)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Jonas Weber changed it" in page
    assert "My words?" in page
    based_on = re.search(r'name="based_on" value="([^"]+)"', page).group(1)
    assert author_client.post(url, {**sent, "based_on": based_on}).status_code == 302
    version.refresh_from_db()
    assert version.stem == "My words?"


def test_a_picture_is_kept_whatever_becomes_of_the_rest(author_client):
    file = SimpleUploadedFile("invoice.png", png())
    response = author_client.post(new_url(), {**typed(stem=""), "file": file})
    page = response.content.decode()
    assert response.status_code == 422
    kept = re.search(r'name="picture" value="(pic_\w+)"', page).group(1)
    assert author_client.get(reverse("media:picture", args=[kept])).status_code == 200
    saved = author_client.post(new_url(), typed(picture=kept, picture_alt="An invoice"))
    assert saved.status_code == 302
    assert ItemVersion.objects.get().picture.public_id == kept
    without = typed(picture=kept, picture_alt="An invoice", without_picture="on")
    author_client.post(address("edit_question", Item.objects.get()), without)
    assert ItemVersion.objects.get().picture is None


def test_what_is_no_picture_is_refused_where_it_was_chosen(author_client):
    file = SimpleUploadedFile("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    response = author_client.post(new_url(), {**typed(), "file": file})
    assert response.status_code == 422
    assert "Use PNG, JPEG, GIF or WebP" in response.content.decode()


def test_a_question_is_sent_for_review_and_published_by_another(
    author_client, reviewer_client, author, reviewer
):
    version = draft(author=author)
    author_client.post(address("submit_question", version.item), {"reviewer": reviewer.public_id})
    version.refresh_from_db()
    assert (version.state, version.reviewer) == ("in_review", reviewer)
    own = author_client.get(address("review", version)).content.decode()
    assert "You wrote it" in own
    assert 'value="publish"' not in own
    page = reviewer_client.get(address("review", version)).content.decode()
    assert "By the policy of 2024." in page
    response = reviewer_client.post(address("review", version), {"act": "publish", "revision": "1"})
    assert response.url == address("question", version.item)
    version.refresh_from_db()
    assert (version.state, version.reviewed_by) == ("published", reviewer)


def test_a_reviewer_sends_back_with_a_note_and_goes_on_to_the_next(author_client, reviewer_client, author):
    first, second = (submit_version(version=draft(author=author), as_of=NOON) for _ in range(2))
    refused = reviewer_client.post(address("review", first), {"act": "send_back", "revision": "1"})
    assert refused.status_code == 422
    assert "what to change" in refused.content.decode()
    said = {"act": "send_back", "revision": "1", "note": "Two of them are right."}
    assert reviewer_client.post(address("review", first), said).url == address("review", second)
    assert "Two of them are right." in author_client.get(address("question", first.item)).content.decode()


def test_the_author_publishes_nothing_by_themselves(author_client, author):
    version = submit_version(version=draft(author=author), as_of=NOON)
    response = author_client.post(address("review", version), {"act": "publish", "revision": "1"})
    assert response.status_code == 422
    assert "second person" in response.content.decode()
    version.refresh_from_db()
    assert version.state == "in_review"


def test_what_was_changed_meanwhile_is_read_again(reviewer_client, author):
    version = draft(author=author)
    save_version(version=version, contents=contents(stem="Changed?"), by=author)
    submit_version(version=version, as_of=NOON)
    response = reviewer_client.post(address("review", version), {"act": "publish", "revision": "1"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "Read it again" in page
    assert 'name="revision" value="2"' in page


def test_what_is_unfinished_says_what_is_missing(author_client, author):
    version = draft(author=author, body={"options": [{"key": "a", "text": "One"}]})
    page = author_client.get(address("question", version.item)).content.decode()
    assert "There are 1 answers here" in page
    response = author_client.post(address("submit_question", version.item), {"reviewer": ""})
    assert response.status_code == 422
    version.refresh_from_db()
    assert version.state == "draft"


def test_duplicates_are_told(author_client, author):
    published(stem="How long may a customer return a device?")
    version = draft(author=author)
    page = author_client.get(address("question", version.item)).content.decode()
    assert "Like other questions" in page
    assert "How long may a customer return a device?" in page
    other = draft(
        author=author,
        stem="Which papers does a bank want to see first?",
        body=BODIES["multiple"],
        kind="multiple",
    )
    assert "Like other questions" not in author_client.get(address("question", other.item)).content.decode()


def test_versions_are_listed_and_each_can_be_read(author_client, author):
    first = published(author=author)
    revise_item(item=first.item, contents=contents(stem="In other words?"), by=author)
    page = author_client.get(address("question", first.item)).content.decode()
    assert "In other words?" in page
    assert 'href="?version=1"' in page
    before = author_client.get(address("question", first.item), {"version": "1"}).content.decode()
    assert STEM in before
    assert author_client.get(address("question", first.item), {"version": "9"}).status_code == 404


def test_a_question_is_taken_back_retired_put_back_and_deleted(author_client, author):
    version = submit_version(version=draft(author=author), as_of=NOON)
    author_client.post(address("take_back_question", version.item))
    author_client.post(address("discard_question", version.item))
    assert not Item.objects.exists()
    asked = published(author=author)
    assert author_client.post(address("retire_question", asked.item), {"reason": ""}).status_code == 422
    author_client.post(address("retire_question", asked.item), {"reason": "Old policy"})
    assert "Old policy" in author_client.get(address("question", asked.item)).content.decode()
    assert author_client.get(address("edit_question", asked.item)).status_code == 302
    author_client.post(address("unretire_question", asked.item))
    assert ItemVersion.objects.in_use().exists()


@pytest.mark.parametrize("name", ["question", "edit_question"])
def test_a_bad_id_is_not_found(author_client, name):
    for bad in ("itm_none", "0", "itm_"):
        assert author_client.get(reverse(f"assessments:{name}", args=[bad])).status_code == 404


def test_the_page_of_a_question_reads_as_often_for_many_versions(
    author_client, author, django_assert_max_num_queries
):
    first = published(author=author)
    url = address("question", first.item)
    author_client.get(url)
    with django_assert_max_num_queries(16) as few:
        author_client.get(url)
    for _time in range(4):
        published(author=author)
    with django_assert_max_num_queries(len(few)):
        author_client.get(url)


def test_authors_find_the_bank_in_the_navigation(author_client, learner_client):
    assert QUESTIONS in author_client.get(QUESTIONS).content.decode()
    assert f'href="{QUESTIONS}"' not in learner_client.get(reverse("portal:home")).content.decode()
