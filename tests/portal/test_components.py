import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

TEMPLATES = settings.BASE_DIR / "templates"
# A mail brings its styles with it; no page does.
MAILS = {TEMPLATES / "notifications/mail/layout.html"}
COMPONENTS = sorted((TEMPLATES / "components").glob("*.html"))
# Pieces that a tag or another component draws with; they are not written into pages.
PIECES = {"sparkline_drawing", "mark"}
NAMED = [path for path in COMPONENTS if path.stem not in PIECES]


def tag(path: Path) -> str:
    return f"c-{path.stem.replace('_', '-')}"


def source(folder: str) -> str:
    return "".join(path.read_text() for path in (TEMPLATES / folder).rglob("*.html"))


@pytest.mark.parametrize("path", NAMED, ids=tag)
def test_a_component_is_small_and_documents_its_parameters(path):
    text = path.read_text()
    assert text.startswith("{% comment %}")
    assert len(text.splitlines()) <= 80
    head = text[: text.index("{% endcomment %}")]
    parameters = re.search(r"<c-vars ([^>]*)/>", text)
    for name in re.findall(r"(?:^|\s):?([a-z_]+)=", parameters.group(1) if parameters else ""):
        assert re.search(rf"\b{name}\b", head), f"{path.name} does not say what {name} is"


@pytest.mark.parametrize("path", NAMED, ids=tag)
def test_a_component_is_shown_in_the_style_guide(path):
    shown = source("portal/styleguide") + (TEMPLATES / "base.html").read_text() + source("components")
    assert f"<{tag(path)} " in shown or f"<{tag(path)}>" in shown


@pytest.mark.parametrize("path", sorted({*TEMPLATES.rglob("*.html")} - MAILS), ids=lambda path: path.name)
def test_a_template_has_no_inline_style_and_no_inline_script(path):
    text = path.read_text()
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|hx-on", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)


def test_the_style_guide_reads_nothing_of_the_company(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        response = client.get(reverse("portal:styleguide"))
    assert response.status_code == 200
    assert "Not assessed yet" in response.content.decode()


def test_the_guide_names_every_component():
    guide = (settings.BASE_DIR / "docs/guide/components.md").read_text()
    shell = {"c-nav", "c-person-menu", "c-search-dialog", "c-shortcuts-dialog", "c-icon"}
    assert [tag(path) for path in NAMED if f"`{tag(path)}`" not in guide and tag(path) not in shell] == []


def test_the_lock_of_the_front_end_names_no_host():
    lock = (settings.BASE_DIR / "frontend/package-lock.json").read_text()
    assert "://" not in lock
    packages = json.loads(lock)["packages"]
    assert [name for name, package in packages.items() if name and "integrity" not in package] == []


def test_the_page_of_an_unknown_address_keeps_the_shell(client, db):
    response = client.get("/no-such-page/")
    assert response.status_code == 404
    assert "Page not found" in response.content.decode()
