"""Pages of files: who opens them, the upload, the review with its choices, adding, and the export."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assessments.testing.bank.models import Item, ItemVersion
from assessments.testing.interchange import views
from assessments.testing.interchange.models import ItemImport
from tests.assessments.testing.interchange.conftest import GIFT, signed_in, uploaded, work
from tests.company import person
from tests.item_bank import published

pytestmark = pytest.mark.django_db
IMPORTS, EXPORT = reverse("assessments:item_imports"), reverse("assessments:export_items")


def address(row: ItemImport, name: str = "item_import") -> str:
    return reverse(f"assessments:{name}", args=[row.public_id])


def sent(html: str, /, **changes: object) -> dict[str, object]:
    """The form of a review as it is shown, with what somebody changes."""
    shown = re.findall(r'name="shown" value="(\d+)"', html)
    ticked = re.findall(r'name="take" value="(\d+)" checked', html)
    (plan,) = re.findall(r'name="plan" value="(\w+)"', html)
    language = re.findall(r'name="language" value="(\w+)"', html)
    form = {"shown": shown, "take": ticked, "plan": plan, "language": language[0] if language else ""}
    return {**form, **changes}


def upload(client, text: str = GIFT, name: str = "items.txt", format: str = ""):
    file = SimpleUploadedFile(name, text.encode())
    return client.post(IMPORTS, {"file": file, "format": format})


def test_learners_are_told_who_can_let_them_in(learner_client, author):
    row = uploaded(author)
    for url in (IMPORTS, EXPORT, address(row), address(row, "import_remarks")):
        response = learner_client.get(url)
        assert response.status_code == 403
        assert "An HR admin can give you access." in response.content.decode()
    assert upload(learner_client).status_code == 403
    assert learner_client.post(address(row), {"act": "apply"}).status_code == 403


def test_an_import_is_of_whoever_uploaded_it_and_hr_sees_all(author, other_author):
    row = uploaded(author)
    assert signed_in(other_author).get(address(row)).status_code == 404
    assert signed_in(other_author).post(address(row), {"act": "cancel"}).status_code == 404
    assert signed_in(person("Ruth Amankwah", is_hr_admin=True)).get(address(row)).status_code == 200


def test_a_file_is_read_reviewed_and_added(author_client, author, refunds):
    response = upload(author_client)
    row = ItemImport.objects.get()
    assert response.url == address(row)
    page = author_client.get(address(row)).content.decode()
    assert "The file is being read." in page
    assert 'hx-trigger="every 2s"' in page
    work()
    page = author_client.get(address(row)).content.decode()
    for words in (
        "Who may refund?",
        "line 2",
        "level 2",
        "It has no skill.",
        "Somebody has to read the answer",
    ):
        assert words in page
    assert not Item.objects.exists()
    chosen = sent(page, act="choose", **{"skill-0": refunds.public_id}, level="3", language="en")
    author_client.post(address(row), chosen)
    work()
    page = author_client.get(address(row)).content.decode()
    assert "It has no skill." not in page
    for _click in range(2):
        author_client.post(address(row), sent(page, act="apply", **{"skill-0": refunds.public_id}, level="3"))
    work()
    assert "3 drafts are added." in author_client.get(address(row)).content.decode()
    assert ItemVersion.objects.filter(created_by=author, state="draft").count() == 3


def test_only_what_is_ticked_is_added(author_client, author, refunds):
    row = uploaded(
        author,
        "// [tag:skill:Refund policy] [tag:level:1]\nA?{=a ~b}\n\n"
        "// [tag:skill:Refund policy] [tag:level:1]\nB?{=a ~b}",
    )
    page = author_client.get(address(row)).content.decode()
    author_client.post(address(row), sent(page, act="apply", take=["2"]))
    work()
    assert [version.stem for version in ItemVersion.objects.all()] == ["B?"]


def test_choices_that_are_not_shown_yet_are_shown_before_anything_is_added(author_client, author, refunds):
    row = uploaded(author)
    page = author_client.get(address(row)).content.decode()
    author_client.post(address(row), sent(page, act="apply", **{"skill-0": refunds.public_id}, level="3"))
    work()
    assert not Item.objects.exists()
    assert "Read what has changed with your choices" in author_client.get(address(row)).content.decode()


def test_nothing_ticked_is_told(author_client, author, refunds):
    row = uploaded(author)
    page = author_client.get(address(row)).content.decode()
    response = author_client.post(address(row), sent(page, act="apply", take=[]), follow=True)
    assert "no question is ticked" in response.content.decode()


def test_what_is_ticked_is_kept_from_page_to_page(author_client, author, refunds, monkeypatch):
    monkeypatch.setattr(views, "A_PAGE", 2)
    text = "\n\n".join(f"// [tag:skill:Refund policy] [tag:level:1]\nNumber {n}?{{=a ~b}}" for n in range(5))
    row = uploaded(author, text)
    page = author_client.get(address(row)).content.decode()
    response = author_client.post(address(row), sent(page, take=["2"], page="2"), follow=True)
    assert response.redirect_chain[0][0] == f"{address(row)}?page=2"
    page = response.content.decode()
    assert "3–4 of 5" in page
    author_client.post(address(row), sent(page, take=["4"], act="apply"))
    work()
    stems = ItemVersion.objects.order_by("pk").values_list("stem", flat=True)
    assert list(stems) == ["Number 1?", "Number 3?", "Number 4?"]


def test_what_is_wrong_is_told_and_kept(author_client, author, refunds):
    row = uploaded(author)
    page = author_client.get(address(row)).content.decode()
    response = author_client.post(address(row), sent(page, act="choose", level="200", language="not one"))
    assert response.status_code == 422
    assert "Use a language code such as en" in response.content.decode()
    for odd in ({"take": ["x", "99999999"]}, {"shown": ["-1"]}, {"page": "x"}, {"act": "none"}):
        assert author_client.post(address(row), sent(page, **odd)).status_code == 302
    for number in ("0", "x", "99999999999"):
        assert author_client.get(address(row), {"page": number}).status_code == 200


def test_a_file_that_is_none_of_the_formats_is_told_at_once(author_client):
    response = upload(author_client, "?", "notes.doc")
    assert response.status_code == 422
    assert "This is none of the formats that are read" in response.content.decode()
    assert author_client.post(IMPORTS, {}).status_code == 422
    assert not ItemImport.objects.exists()


def test_a_refused_file_says_why(author_client, author):
    row = uploaded(author, "<quiz>", "items.xml", format="moodle")
    assert "This is no XML that can be read" in author_client.get(address(row)).content.decode()


def test_an_import_is_cancelled(author_client, author):
    row = uploaded(author)
    author_client.post(address(row), {"act": "cancel"})
    assert "The import is cancelled." in author_client.get(address(row)).content.decode()
    assert "Cancelled" in author_client.get(IMPORTS).content.decode()


def test_all_remarks_are_a_table(author_client, author):
    row = uploaded(author)
    table = author_client.get(address(row, "import_remarks")).content.decode("utf-8-sig").splitlines()
    assert table[0].startswith("file,line,question")
    assert len(table) == 3


def test_markup_of_a_file_does_nothing(author_client, author, refunds):
    text = "// [tag:level:1]\n[html]<script>alert(1)</script><b onclick\\=1>Who?</b>{=<i>a</i> ~b}"
    page = author_client.get(address(uploaded(author, text))).content.decode()
    assert "<script>alert" not in page
    assert "onclick" not in page
    assert "<strong>Who?</strong>" in page


def test_more_questions_take_no_more_queries(author_client, author, refunds, django_assert_max_num_queries):
    row = uploaded(author)
    author_client.get(address(row))
    with django_assert_max_num_queries(20) as few:
        author_client.get(address(row))
    text = "\n\n".join(f"// [tag:skill:Refund policy] [tag:level:1]\nNumber {n}?{{=a ~b}}" for n in range(30))
    many = uploaded(author, f"{GIFT}\n\n{text}")
    with django_assert_max_num_queries(len(few)):
        author_client.get(address(many))


def test_the_questions_of_a_skill_are_exported_after_what_is_lost_is_told(author_client, author, refunds):
    assert "—" in author_client.get(EXPORT).content.decode()
    published(author=author)
    published("hotspot", author=author)
    asked = {"skill": refunds.public_id, "format": "gift"}
    page = author_client.get(EXPORT, asked).content.decode()
    assert "2 published questions, 1 of which the format cannot hold" in page
    response = author_client.get(EXPORT, {**asked, "download": "1"})
    assert response["Content-Disposition"] == 'attachment; filename="refund-policy-gift.txt"'
    assert b"::[markdown]" in response.content
    assert author_client.get(EXPORT, {"skill": "x", "format": "gift"}).status_code == 422


def test_earlier_imports_are_listed(author_client, author, other_author):
    uploaded(author)
    uploaded(other_author, "Why?{=a ~b}", "theirs.txt")
    page = author_client.get(IMPORTS).content.decode()
    assert "items.txt" in page
    assert "theirs.txt" not in page
