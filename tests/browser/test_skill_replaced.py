"""A skill that was renamed: its old page leads to the new one, which says where its evidence comes from."""

import re
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from assessments.frameworks.models import Skill
from lifow.base.passages.services import refresh_stale
from lifow.people.persons.models import Person
from tests.company import compute, give, observe, person, role, skill

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def abena() -> Person:
    made = person()
    give(made, role(SQL_basics=3, Empathy=2))
    observe(made, skill("SQL basics"), 3)
    return made


def replaced(tmp_path, **lines: str) -> None:
    """The framework is exported, “SQL basics” is taken out, and these skills take its place."""
    call_command("export_framework", "larkfield", str(tmp_path), stdout=StringIO())
    for file in ("skills.csv", "requirements.csv"):
        path = tmp_path / file
        kept = [line for line in path.read_text("utf-8-sig").splitlines() if "SQL basics" not in line]
        if file == "skills.csv":
            head = kept[0].split(",")
            made = {"skill": "", "name": "", "replaces": "SQL basics"}
            for key, name in lines.items():
                row = made | {"skill": key, "name": name}
                kept.append(",".join(row.get(column, "") for column in head))
        path.write_text("\n".join(kept) + "\n", "utf-8")
    call_command("import_framework", str(tmp_path), "--format=csv", stdout=StringIO())


def test_the_old_page_leads_to_the_new_one(page, abena, sign_in, tmp_path):
    old = skill("SQL basics")
    replaced(tmp_path, sql="SQL")
    compute(abena, as_of=datetime.now(UTC))
    sign_in(abena)
    page.goto(f"/skills/{old.public_id}/")
    expect(page).to_have_url(re.compile(Skill.objects.get(external_id="sql").public_id))
    expect(page.get_by_role("heading", name="SQL", exact=True)).to_be_visible()
    expect(page.get_by_text("Shown for “SQL basics”, which is SQL now.")).to_be_visible()
    refresh_stale()
    page.goto("/search/?q=SQL")
    found = page.locator("main .search-results")
    expect(found.get_by_role("link", name=re.compile(r"^SQL\b"))).to_have_count(1)
    expect(found).not_to_contain_text("SQL basics")


def test_a_split_skill_names_its_parts(page, abena, sign_in, tmp_path):
    old = skill("SQL basics")
    replaced(tmp_path, joins="Joins", queries="Queries")
    compute(abena, as_of=datetime.now(UTC))
    sign_in(abena)
    page.goto(f"/skills/{old.public_id}/")
    expect(page.get_by_text("It was split.")).to_be_visible()
    page.get_by_role("link", name="Queries").click()
    expect(page.get_by_text("of which Queries is now a part: it counts less surely")).to_be_visible()
