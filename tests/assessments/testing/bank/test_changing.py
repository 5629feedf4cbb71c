"""Which skill a question measures, and its language: changed by its service, and on its page."""

import pytest
from django.urls import reverse

from assessments.frameworks.models import Skill
from assessments.testing.bank.models import ItemVersion
from assessments.testing.bank.services import (
    ItemError,
    change_item,
    retire_item,
    start_version,
    submit_version,
)
from tests.company import NOON, framework, skill
from tests.item_bank import draft, published

pytestmark = pytest.mark.django_db


def address(version: ItemVersion) -> str:
    return reverse("assessments:change_question", args=[version.item.public_id])


def retired(what: Skill) -> Skill:
    what.retired_at = NOON
    what.save()
    return what


def test_a_draft_measures_another_skill_and_twice_is_once(author):
    version, other = draft(author=author), skill("Empathy")
    for _time in range(2):
        assert change_item(item=version.item, skill=other, language="de").skill == other


def test_the_skill_of_what_was_published_stays_and_its_language_is_corrected():
    version, other = published(), skill("Empathy")
    with pytest.raises(ItemError, match="results stand on it"):
        change_item(item=version.item, skill=other, language="en")
    with pytest.raises(ItemError, match="language code"):
        change_item(item=version.item, skill=version.item.skill, language="English")
    changed = change_item(item=version.item, skill=version.item.skill, language="de")
    assert (changed.skill, changed.language) == (version.item.skill, "de")


def test_what_was_published_for_a_skill_that_is_assessed_no_more_gets_another():
    version, other = published(), skill("Empathy")
    retired(version.item.skill)
    assert not ItemVersion.objects.in_use().exists()
    change_item(item=version.item, skill=other, language="en")
    assert ItemVersion.objects.in_use().of_skill(other).get() == version


def test_a_level_that_the_other_scale_does_not_have_is_refused(author):
    short = skill("Driving", framework=framework("short", levels=3))
    version = draft(author=author, level=4)
    with pytest.raises(ItemError, match="levels 1 to 3"):
        change_item(item=version.item, skill=short, language="en")
    with pytest.raises(ItemError, match="no longer assessed"):
        change_item(item=version.item, skill=retired(short), language="en")


def test_what_is_reviewed_stays_as_it_is_read(author):
    version = submit_version(version=draft(author=author), as_of=NOON)
    with pytest.raises(ItemError, match="being reviewed"):
        change_item(item=version.item, skill=skill("Empathy"), language="en")


def test_an_author_changes_it_on_its_page(author_client, author):
    version, other = draft(author=author), skill("Empathy")
    page = author_client.get(reverse("assessments:question", args=[version.item.public_id])).content.decode()
    assert address(version) in page
    said = {"skill": other.public_id, "language": "pt-BR"}
    response = author_client.post(address(version), said)
    assert response.url == reverse("assessments:question", args=[version.item.public_id])
    version.item.refresh_from_db()
    assert (version.item.skill, version.item.language) == (other, "pt-BR")
    refused = author_client.post(address(version), {"skill": "", "language": "English"})
    assert refused.status_code == 422
    assert "Choose the skill that the question measures." in refused.content.decode()
    submit_version(version=version, as_of=NOON)
    waits = author_client.post(address(version), {**said, "language": "en"})
    assert waits.status_code == 422
    assert "Take it back to change it." in waits.content.decode()
    assert address(version) not in author_client.get(response.url).content.decode()


def test_of_what_was_published_the_page_changes_the_language_alone(author_client):
    version, other = published(), skill("Empathy")
    page = author_client.get(address(version)).content.decode()
    assert 'name="skill"' not in page
    assert "results stand on it" in page
    author_client.post(address(version), {"skill": other.public_id, "language": "de"})
    version.item.refresh_from_db()
    assert (version.item.skill.name, version.item.language) == ("Refund policy", "de")


def test_a_question_whose_skill_is_assessed_no_more_says_so_and_is_given_another(author_client):
    version, other = published(), skill("Empathy")
    retired(version.item.skill)
    page = author_client.get(reverse("assessments:question", args=[version.item.public_id])).content.decode()
    assert "Not asked: its skill is no longer assessed" in page
    assert "Refund policy is no longer assessed." in author_client.get(address(version)).content.decode()
    author_client.post(address(version), {"skill": other.public_id, "language": "en"})
    assert ItemVersion.objects.in_use().of_skill(other).exists()


def test_a_retired_question_and_its_next_version_keep_one_skill(author, author_client):
    version, other = published(), retired(skill("Empathy"))
    start_version(item=version.item, by=author)
    retire_item(item=version.item, by=author, reason="Old", as_of=NOON)
    with pytest.raises(ItemError, match="no longer assessed"):
        change_item(item=version.item, skill=other, language="en")
    missing = reverse("assessments:change_question", args=["itm_none"])
    assert author_client.get(missing).status_code == 404
