"""Nobody knows, asked, goes round, taken, answered, found by the next; runs out, is wrong, is corrected."""

from datetime import time, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from assessments.frameworks.models import Skill
from assessments.owners.services import name_owner
from content.answers.models import Answer, Question
from content.answers.services import expire_verifications, verify_answer
from lifow.base.passages.services import refresh_stale
from lifow.events.services import deliver_due
from lifow.people.persons.models import Person
from mentoring.help.models import HelpRequest
from mentoring.help.services import ask_for_help, go_on

pytestmark = pytest.mark.browser
TITLE = "Which query counts a window function twice?"


def always_at_work(person: Person) -> Person:
    """Somebody whom a question reaches whenever the test is run."""
    person.work_starts_at, person.work_ends_at, person.workdays = time(0), time(23, 59), 127
    person.save()
    return person


def goes_round() -> None:
    """What workers do within the next hours."""
    deliver_due(as_of=timezone.now(), limit=500)
    HelpRequest.objects.filter(state="waiting").update(next_at=timezone.now())
    go_on(as_of=timezone.now())
    refresh_stale()
    deliver_due(as_of=timezone.now(), limit=500)


@pytest.fixture
def owner(larkfield) -> Person:
    """The owner of SQL, who is at work."""
    found = always_at_work(larkfield.author)
    name_owner(skill=Skill.objects.get(external_id="sql"), person=found)
    return found


@pytest.mark.parametrize("viewport", [(390, 844)])
def test_a_question_finds_somebody_and_its_answer_the_next_one(
    page, larkfield, owner, sign_in, axe, viewport
):
    sign_in(larkfield.learner)
    page.goto("/")
    page.get_by_role("region", name="Ask or find").get_by_role("link", name="Ask a question").press("Enter")
    page.get_by_label("Your question").fill(TITLE)
    page.get_by_label("About").select_option(label="SQL")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Ask the question").press("Enter")
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    goes_round()
    page.reload()
    expect(page.get_by_text("Asked the owner of the skill")).to_be_visible()
    axe(page)
    question = Question.objects.get(title=TITLE)
    sign_in(owner)
    page.goto(f"/questions/{question.public_id}/")
    page.get_by_role("button", name="I answer it").click()
    expect(page.get_by_text(f"{owner} is answering")).to_be_visible()
    page.get_by_label("Your answer").fill("The one without PARTITION BY.")
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.get_by_text("The one without PARTITION BY.")).to_be_visible()
    page.get_by_role("button", name="Verify").click()
    expect(page.get_by_text("Verified", exact=True)).to_be_visible()
    goes_round()
    # From the top: where the page was left, its bar lies over a line of buttons.
    page.goto(f"/questions/{question.public_id}/")
    axe(page)
    sign_in(larkfield.hr_admin)
    page.goto("/questions/?q=window function partition")
    expect(page.get_by_role("link", name=TITLE)).to_be_visible()


def test_an_answer_runs_out_is_wrong_and_is_corrected(page, larkfield, owner, sign_in, axe):
    question = Question.objects.filter(skill__external_id="sql", answers__verified_at__isnull=False).first()
    answer = question.answers.get()
    verify_answer(answer=answer, by=owner, as_of=timezone.now())
    Answer.objects.filter(pk=answer.pk).update(verified_until=timezone.localdate() - timedelta(days=2))
    expire_verifications(as_of=timezone.now())
    sign_in(larkfield.learner)
    page.goto(f"/questions/{question.public_id}/")
    expect(page.get_by_text("Being reviewed")).to_be_visible()
    page.get_by_role("button", name="This is wrong").click()
    expect(page.get_by_role("heading", name="Thank you: it is looked at")).to_be_visible()
    page.get_by_label("What is wrong?").fill("The table has another name.")
    page.get_by_role("button", name="Send").click()
    sign_in(owner)
    page.goto("/answers/review/")
    page.get_by_role("link", name=question.title).first.click()
    expect(page.get_by_text("The table has another name.")).to_be_visible()
    axe(page)
    page.get_by_label("Answer", exact=True).fill("Use the table of this year.")
    page.get_by_label("Note").fill("Thank you.")
    page.get_by_role("button", name="Save the correction").click()
    sign_in(larkfield.learner)
    page.goto("/inbox/")
    expect(page.get_by_text("It is corrected. Thank you.")).to_be_visible()
    page.goto(f"/questions/{question.public_id}/")
    expect(page.get_by_text("Use the table of this year.")).to_be_visible()


def test_both_see_the_conversation_as_it_is_written(page, larkfield, owner, sign_in, axe):
    sql = Skill.objects.get(external_id="sql")
    request = ask_for_help(
        person=larkfield.learner, title="A sum that doubles", skill=sql, as_of=timezone.now()
    )
    HelpRequest.objects.filter(pk=request.pk).update(state="waiting", closed_at=None)
    request.steps.get_or_create(person=owner, defaults={"step": "proven", "asked_at": timezone.now()})
    sign_in(owner)
    page.goto(f"/help/{request.public_id}/")
    page.get_by_role("button", name="I help").click()
    page.get_by_label("Message").fill("Which join?")
    page.get_by_role("button", name="Send").click()
    axe(page)
    request.messages.create(author=larkfield.learner, text="The second one.", written_at=timezone.now())
    expect(page.get_by_text("The second one.")).to_be_visible(timeout=10_000)
