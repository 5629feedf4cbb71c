"""A video, a quiz and a template from the first key of their author to what a learner can do afterwards.

Whoever acts has a keyboard and nothing else. What a worker does meanwhile is done between their turns.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from assessments.evidence.models import Evidence
from assessments.gaps.reports import standing_of
from assessments.testing.sittings.models import SittingItem
from content.activity.models import Activity
from content.catalogue.models import Module
from content.kinds.template.copies import comments_of
from content.kinds.template.models import TemplateCopy
from content.planning.reports import plan_of
from content.planning.services import people_with_stale_plans, refresh_plans
from demo.videos import read_video
from lifow.people.persons.models import Person
from tests.backing.pages import WCAG
from tests.browser.keys import Keys
from tests.browser.refreshed import works_all_day
from tests.company import compute, give, observe, person, role, skill
from tests.item_bank import items, place_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = pytest.mark.parametrize("viewport", [(1280, 800), (390, 844)], ids=["desk", "phone"])
MADE = read_video("fees-of-a-refund")
VIDEO, QUIZ, TEMPLATE = "Where the fee goes", "Three on refunds", "An answer to a refund"
TEXT = "## What was asked\n\n[The question, in their words]\n\n## What we do\n\n[The day, and the amount]\n"
CHANGED = TEXT.replace("[The day, and the amount]", "[The day, the amount, and the card]")


@dataclass(frozen=True, slots=True)
class Company:
    """Two authors, and a learner at level 1 of two skills that her role needs at level 3."""

    ines: Person
    jonas: Person
    abena: Person


@pytest.fixture
def company() -> Company:
    made = Company(
        person("Ines Carvalho", is_author=True),
        person("Jonas Weber", is_author=True),
        person("Abena Osei", manager=person("Marta Kowalczyk")),
    )
    works_all_day(made.abena)
    give(made.abena, role(Refund_policy=(3, 2, True), Written_answers=3))
    for name in ("Refund policy", "Written answers"):
        observe(made.abena, skill(name), 1, observed_at=timezone.now())
    items(skill("Refund policy"), each=2, levels=(2, 3))
    work_off(made.abena)
    return made


def work_off(*people: Person) -> None:
    """What the worker does with whatever waits."""
    now = timezone.now()
    compute(*people, as_of=now)
    refresh_plans(person_ids=people_with_stale_plans(now), as_of=now)


def begin(keys: Keys, title: str, kind: str, minutes: int, raises: str, start: str, end: str) -> None:
    """Fill in what every module says of itself."""
    keys.page.goto("/authoring/")
    keys.link("Add module", exact=True)
    keys.label("Title", title)
    keys.select("Kind", kind)
    keys.label("Minutes", str(minutes))
    keys.select("Skill", raises)
    keys.select("From level", start)
    keys.select("To level", end)


def write_video(keys: Keys) -> None:
    begin(keys, VIDEO, "Video", 2, "Refund policy", "1 · Aware", "2 · Guided")
    keys.choose_file(keys.page.get_by_label("Video", exact=True), "fees.webm", "video/webm", MADE.data)
    expect(keys.page.get_by_label("The video that was uploaded")).to_be_visible()
    keys.label(re.compile("^Captions 1"), MADE.captions)
    keys.label(re.compile("^Chapters as a list"), "0:00 Why\n0:22 What comes back")
    keys.button("Add to the chapters")
    expect(keys.page.get_by_label(re.compile("^Title 2"))).to_have_value("What comes back")
    pick_questions(keys, 1)
    keys.label("Asked at", "0:02")


def write_quiz(keys: Keys) -> None:
    begin(keys, QUIZ, "Quiz", 3, "Refund policy", "2 · Guided", "3 · Independent")
    pick_questions(keys, 3)


def pick_questions(keys: Keys, number: int) -> None:
    """Search the bank, and take the first so many of what is found."""
    keys.fill(keys.page.get_by_role("searchbox", name="Search questions"), "refund policy")
    add = keys.page.get_by_role("button", name=re.compile("^Add: "))
    expect(add).to_have_count(4)
    for taken in range(number):
        keys.press(add.first)
        expect(add).to_have_count(3 - taken)


def write_template(keys: Keys) -> None:
    begin(keys, TEMPLATE, "Template", 4, "Written answers", "1 · Aware", "3 · Independent")
    keys.fill(keys.page.get_by_role("textbox", name="Text", exact=True), TEXT)
    keys.label(re.compile("^Passage 1"), "[The day, and the amount]")
    keys.label(re.compile("^Comment 1"), "Both, or they write again.")


def send_for_review(keys: Keys, axe: Callable[..., None]) -> None:
    axe(keys.page, WCAG)
    keys.button("Save and send for review")
    keys.button("Send for review", exact=True)
    expect(keys.page.get_by_text("Sent for review.")).to_be_visible()


def approve(keys: Keys, titles: Sequence[str], axe: Callable[..., None]) -> None:
    """From the inbox to one decision after the other."""
    page = keys.page
    page.goto("/inbox/")
    keys.link(re.compile("waiting for your review"))
    if len(titles) > 1:
        keys.link(f"Review {titles[0]}")
    for title in titles:
        expect(page.get_by_role("heading", level=1, name=f"Review: {title}")).to_be_visible()
        axe(page, WCAG)
        keys.button("Approve and publish")
        expect(page.get_by_text("Published. Plans are updated within a minute.")).to_be_visible()


def take_video(keys: Keys, axe: Callable[..., None]) -> None:
    """Watch it to the end, past its question."""
    page = keys.page
    player, question = page.locator("video"), page.locator("details[data-moment]")
    keys.press(player, "Space")
    expect(question).to_have_attribute("open", "", timeout=30_000)
    expect(question.locator("summary")).to_be_focused()
    keys.button("Answer this question")
    keys.choose(question.get_by_role("radio", name="This one", exact=True))
    axe(page, WCAG)
    keys.press(question.get_by_role("button", name="Answer", exact=True))
    expect(question).to_contain_text("It is so.")
    player.evaluate("video => { video.muted = true; video.playbackRate = 4; }")
    keys.press(question.get_by_role("button", name="Continue the video"))
    seen = page.locator("[data-video-seen]")
    expect(seen).to_contain_text(re.compile(r"0:(4[6-9]|5\d) of 0:51"), timeout=60_000)
    done(keys, VIDEO)


def take_quiz(keys: Keys, axe: Callable[..., None]) -> None:
    """Answer each question rightly."""
    page = keys.page
    keys.button("Begin the questions")
    for number in (1, 2, 3):
        expect(page.get_by_text(f"Question {number} of 3")).to_be_visible()
        asked = SittingItem.objects.filter(shown_at__isnull=False, answered_at=None).select_related("version")
        page.keyboard.press(place_of(asked.latest("pk"), right=True)["key"])
        keys.choose(page.get_by_role("radio", name="Sure", exact=True))
        keys.button("Answer", exact=True)
        expect(page.get_by_text("It is so.")).to_be_visible()
        axe(page, WCAG)
        keys.link("Next question" if number < 3 else "See all answers")
    expect(page.get_by_text("3 of 3 right at the first try.")).to_be_visible()
    done(keys, QUIZ)


def take_template(keys: Keys, axe: Callable[..., None]) -> None:
    """Make a copy, write in it, and answer its comment at its place."""
    page = keys.page
    keys.button("Make my copy")
    expect(page.locator(".copy-comments")).to_contain_text("Both, or they write again.")
    keys.button("Show in the text")
    page.keyboard.type("It is with you on Friday: 20 EUR.")
    keys.label("Your answer", "Asked the bank.")
    keys.press(page.get_by_role("checkbox", name="Resolved"), "Space")
    axe(page, WCAG)
    keys.button("Save", exact=True)
    keys.link(re.compile("mark the template as done"))
    done(keys, TEMPLATE)


def done(keys: Keys, title: str) -> None:
    keys.button("Done", exact=True)
    expect(keys.page.get_by_text(f"“{title}” is done.")).to_be_visible()


@SIZES
def test_what_authors_make_closes_the_gap_of_a_learner(page: Page, company: Company, sign_in: Any, axe: Any):
    keys = Keys(page)
    sign_in(company.ines)
    for write in (write_video, write_quiz, write_template):
        write(keys)
        send_for_review(keys, axe)
    sign_in(company.jonas)
    approve(keys, (VIDEO, QUIZ, TEMPLATE), axe)
    work_off()

    learner, refunds = company.abena, skill("Refund policy")
    planned = plan_of(learner, timezone.localtime()).steps
    assert {str(step.item.module) for step in planned} == {VIDEO, QUIZ, TEMPLATE}
    before = standing_of(learner, refunds).level
    sign_in(learner)
    for title, take in ((VIDEO, take_video), (QUIZ, take_quiz), (TEMPLATE, take_template)):
        page.goto("/")
        axe(page, WCAG)
        open_from_home(keys, title)
        take(keys, axe)
    work_off(learner)
    assert Activity.objects.completed().filter(person=learner).count() == 3
    assert Evidence.objects.filter(person=learner, skill=refunds).count() > 1
    assert standing_of(learner, refunds).level > before
    # Nothing is left to learn; where others' ratings are wanted, the plan says so.
    assert not [step for step in plan_of(learner, timezone.localtime()).steps if step.item.module]
    page.goto("/")
    keys.link("Refund policy")
    expect(page.locator("#evidence")).to_contain_text(QUIZ)
    axe(page, WCAG)

    sign_in(company.ines)
    page.goto(f"/modules/{Module.objects.get(title=TEMPLATE).public_id}/")
    keys.link("Edit", exact=True)
    keys.fill(page.get_by_role("textbox", name="The text that is copied", exact=True), CHANGED)
    keys.label(re.compile("^Passage 1"), "[The day, the amount, and the card]")
    send_for_review(keys, axe)
    sign_in(company.jonas)
    approve(keys, (TEMPLATE,), axe)
    sign_in(learner)
    page.goto("/copies/")
    take_over(keys, axe)


def open_from_home(keys: Keys, title: str) -> None:
    """Start the step that is to be done now, or open one of those below it."""
    now = keys.page.locator("main .panel")
    if now.get_by_role("heading", name=title).count():
        keys.button(re.compile("^(Start|Resume)$"))
    else:
        keys.link(title)


def take_over(keys: Keys, axe: Callable[..., None]) -> None:
    """What the master says now is put below what was written."""
    keys.link(re.compile(TEMPLATE))
    keys.link("See what changed")
    expect(keys.page.get_by_role("button", name="Add it below mine")).to_be_visible()
    axe(keys.page, WCAG)
    keys.button("Add it below mine")
    expect(keys.page.get_by_role("button", name="Add it below mine")).to_have_count(0)
    copy = TemplateCopy.objects.get()
    assert "It is with you on Friday" in copy.text
    assert "[The day, the amount, and the card]" in copy.text
    assert [one.answer for one in comments_of(copy)] == ["Asked the bank."]
