"""Pages of HTML become articles with their pictures; what is left out is told, hostile ones are inert."""

import base64
import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from content.authoring.interchange.pages import LARGEST_PICTURE, PageFiles, PagesError, pages_in, read_files
from content.authoring.models import ModuleImport
from content.authoring.services.pages import upload_pages, write_pages
from content.catalogue.models import Module
from lifow.base.markdown import render_markdown
from lifow.base.media.addresses import picture_address
from lifow.base.media.models import Picture
from tests.company import NOON

SCRIPT = "<script>alert(1)</script>"


def png(colour: str = "red") -> bytes:
    out = BytesIO()
    Image.new("RGB", (4, 4), colour).save(out, "PNG")
    return out.getvalue()


def zipped(files: dict[str, str | bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def page(html: str, **pictures: bytes):
    (found,) = pages_in(
        PageFiles({"a/page.html": html}, {f"a/{name}.png": one for name, one in pictures.items()})
    )
    return found


CONFLUENCE = {
    "REF/index.html": "<html><title>REF (Refunds)</title><ul><li><a href='Fees_1.html'>Fees</a></ul></html>",
    "REF/Fees_1.html": (
        "<html><head><title>Refunds : Fees in March</title><style>p {}</style></head><body>"
        "<div id='breadcrumbs'>Home</div><div id='main-content' class='wiki-content group'><h1>Why</h1>"
        "<p>Fees <b>stay</b>. See <a href='Other_2.html'>the other</a>"
        " and <a href='https://example.com/fees'>the bank</a>.</p>"
        "<img alt='The [fee] screen' src='attachments/1/2.png?v=1'>"
        "<table><tbody><tr><th>Fee</th><th>Kept</th></tr><tr><td>Card</td><td>Yes</td></tr></tbody></table>"
        "<iframe src='https://evil.example'></iframe></div></body></html>"
    ),
    "REF/attachments/1/2.png": png(),
    "REF/styles/site.css": "p {}",
}


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


def test_an_upload_leads_to_its_plan_and_one_that_is_not_read_says_why(author_client):
    url = reverse("content:import_pages")
    sent = author_client.post(url, {"file": SimpleUploadedFile("export.zip", zipped(CONFLUENCE))})
    assert sent.url == reverse("content:pages_plan", args=[ModuleImport.objects.get().public_id])
    bad = author_client.post(url, {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7")})
    assert (bad.status_code, "There is no page of HTML" in bad.text) == (422, True)


def upload(author, files=CONFLUENCE) -> ModuleImport:
    return upload_pages(name="export.zip", data=zipped(files), by=author, as_of=NOON)


def test_the_plan_writes_nothing_and_lists_what_is_not_taken_over(author_client, author):
    shown = author_client.get(reverse("content:pages_plan", args=[upload(author).public_id])).text
    assert "Fees in March" in shown
    assert "Links to other files: their words stay: 1" in shown
    assert "What is embedded from elsewhere: 1" in shown
    assert "It is a list of the pages, as Confluence adds one." in shown
    assert "1 other file is not taken over" in shown
    assert not Module.objects.exists()
    assert not Picture.objects.exists()


def test_writing_makes_drafts_with_their_pictures_and_twice_is_once(author_client, author, learner_client):
    url = reverse("content:pages_plan", args=[upload(author).public_id])
    for _time in range(2):
        assert author_client.post(url).status_code == 302
    made = Module.objects.get()
    picture = Picture.objects.get()
    assert (made.title, made.kind, made.status, made.author) == ("Fees in March", "article", "draft", author)
    assert f"![The  fee  screen](/pictures/{picture.public_id}/)" in made.body
    assert "# Why" in made.body
    assert "[the bank](https://example.com/fees)" in made.body
    assert "the other" in made.body
    assert "| Card | Yes |" in made.body
    assert "Home" not in made.body
    seen = reverse("media:picture", args=[picture.public_id])
    assert (author_client.get(seen).status_code, learner_client.get(seen).status_code) == (200, 404)
    Module.objects.update(status="published")
    assert learner_client.get(seen).status_code == 200


def test_links_between_pages_lead_to_the_modules_that_they_have_become(author):
    files: dict[str, str | bytes] = {
        "a/one.html": "<p>See <a href='two.html#top' title='x'>the <b>second</b> [page]</a>,"
        " <a href='../none.html'>no page</a>, <a href='empty.html'>an empty one</a>"
        " and <a href='one.html'>this</a>.</p>",
        "a/two.html": "<p>Back to <a href='./one.html'>the first</a>.</p>",
        "a/empty.html": "<p></p>",
    }
    write_pages(upload=upload(author, files), as_of=NOON)
    first, second = (Module.objects.get(title=title) for title in ("one", "two"))
    assert f"](/modules/{second.public_id}/)" in first.body
    assert f"Back to [the first](/modules/{first.public_id}/)." in second.body
    for words in ("no page", "an empty one", "this"):
        assert words in first.body
        assert f"[{words}]" not in first.body
    assert "import-" not in first.body + second.body


def test_another_author_does_not_see_the_upload(learner_client, author_client, author):
    row = upload(author)
    ModuleImport.objects.update(form="modules")
    assert author_client.get(reverse("content:pages_plan", args=[row.public_id])).status_code == 404
    assert learner_client.get(reverse("content:pages_plan", args=[row.public_id])).status_code == 403


def test_one_page_is_read_with_the_pictures_that_it_holds(author):
    source = "data:image/png;base64," + base64.b64encode(png()).decode()
    html = f"<title>Fees</title><p>Read this.</p><img src='{source}' alt='A screen'>"
    row = upload_pages(name="fees.html", data=html.encode(), by=author, as_of=NOON)
    assert write_pages(upload=row, as_of=NOON) == (1, 0)
    made = Module.objects.get(title="Fees")
    shown = made.pictures.get()
    assert f"![A screen]({picture_address(shown.public_id)})" in made.body
    assert picture_address(shown.public_id) in render_markdown(made.body)


def test_a_picture_that_is_none_is_lost_alone(author):
    files = {
        "a.html": "<p>Hello</p><img src='b.png'><img src='c.png'>",
        "b.png": png()[:40],
        "c.png": png("blue"),
    }
    assert write_pages(upload=upload(author, files), as_of=NOON) == (1, 1)
    assert Picture.objects.count() == 1


@pytest.mark.parametrize(
    "html",
    [
        f"<p>A</p>{SCRIPT}",
        "<p onclick='alert(1)'>A</p>",
        "<img src=x onerror=alert(1)>A",
        "<a href='javascript:alert(1)'>A</a>",
        "<a href='JaVaScRiPt:alert(1)'>A</a>",
        "<a href='data:text/html,<script>alert(1)</script>'>A</a>",
        "<svg><script>alert(1)</script></svg>A",
        "<math><mtext></p><img src onerror=alert(1)></math>A",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>A",
        "<style>@import 'https://evil.example'</style>A",
        "<form action='https://evil.example'><input value=A></form>A",
        "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
        "<pre>&lt;img src=x onerror=alert(1)&gt;</pre>",
        "<p>[A](javascript:alert(1))</p>",
        "<img alt='](javascript:alert(1))' src='b.png'>A",
        "<h1 title='\"><script>alert(1)</script>'>A</h1>",
        "<!-- --!><script>alert(1)</script> -->A",
        "<base href='https://evil.example/'><a href='x'>A</a>",
        "<meta http-equiv=refresh content='0;url=https://evil.example'>A",
        "<object data='a.swf'></object><embed src='a.swf'>A",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>A",
        "<template><script>alert(1)</script></template>A",
    ],
)
def test_what_a_hostile_page_holds_is_inert(html):
    shown = render_markdown(page(f"<body>{html}</body>", b=png()).text)
    for bad in (
        "<script",
        "onerror=",
        "onclick=",
        'href="javascript',
        'href="data',
        "<iframe",
        "<svg",
        "<style",
        "<form",
        "<object",
        "<meta",
        "<base",
    ):
        assert bad not in shown.replace("&lt;", "[").casefold().replace("[img src=x onerror=", "")


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (zipped({"../a.html": "A"}), "a.zip", "hostile_names"),
        (zipped({"/etc/a.html": "A"}), "a.zip", "hostile_names"),
        (zipped({"a.txt": "A"}), "a.zip", "no_pages"),
        (zipped({"a.html": "A" * (5 * 2**20 + 1)}), "a.zip", "too_much"),
        (zipped({f"{one}.html": "A" for one in range(201)}), "a.zip", "too_much"),
        (zipped({f"{one}": "" for one in range(5_001)}), "a.zip", "too_much"),
        (b"PK\x03\x04" + b"0" * 100, "a.zip", "no_zip"),
        (b"%PDF-1.7", "a.pdf", "no_pages"),
    ],
)
def test_a_file_that_is_not_read_says_why(data, name, code):
    with pytest.raises(PagesError, match=code):
        read_files(name, data)


def test_a_zip_that_unpacks_to_gigabytes_is_not_unpacked():
    huge = png() + b"\0" * (LARGEST_PICTURE + 1)
    files = read_files("a.zip", zipped({"a.html": "A", "b.png": huge}))
    assert (files.pictures, files.others) == ({}, 1)


def test_a_page_that_is_built_too_deep_is_left_out(author):
    deep = "<div>" * 50_000 + "A"
    assert "too_deep" in page(deep).left_out


@settings(max_examples=100, deadline=None)
@given(html=st.text(alphabet="<>/abpdivimgsrc='\"= &;#[]()!`*_\n", max_size=120))
def test_whatever_a_page_is_it_is_read(html):
    assert isinstance(page(html).text, str)
