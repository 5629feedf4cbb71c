"""What the demo's people have asked each other, who owns which skill, and what is on FAQ pages."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from assessments.frameworks.models import Skill
from assessments.owners.models import SkillOwner
from assessments.owners.services import name_owner
from content.answers.models import Answer, Question
from content.answers.services import (
    Asked,
    accept_answer,
    answer_question,
    ask_question,
    expire_verifications,
    put_on_faq,
    report_wrong,
    save_faq_page,
    set_answer_policy,
    verify_answer,
    vote_on_answer,
)
from demo.company_files import Company
from demo.services.channels import ASKED_THROUGH
from demo.services.roster import people_of
from lifow.base.channels import through
from lifow.notifications.models import Message
from lifow.notifications.services import settle_messages
from lifow.people.persons.models import Person

DAYS = {"product": 90, "procedure": 180, "rule": 365}
TOLD_OF = timedelta(days=3)
"""What is older than this was read long ago."""
MOST_VOTES = 6


def load_questions(company: Company, as_of: datetime) -> int:
    """Questions with their answers; how many. Nothing where somebody has asked already."""
    if Question.objects.exists():
        return 0
    people, skills = people_of(company), {one.external_id: one for one in Skill.objects.all()}
    told = company.questions
    for key, employee in told["owners"].items():
        if key in skills and employee in people:
            name_owner(skill=skills[key], person=people[employee])
    set_answer_policy(allows_anonymous=True, days=DAYS)
    owners = {
        one.skill.external_id: one.person for one in SkillOwner.objects.select_related("skill", "person")
    }
    for number, one in enumerate(told["question"]):
        _ask(one, number, people, skills, owners, as_of)
    _wrong(people, as_of)
    expire_verifications(as_of=as_of)
    for page in told["faq"]:
        _faq(page)
    old = Message.objects.open().filter(kind__startswith="question_", created_at__lt=as_of - TOLD_OF)
    settle_messages(message_ids=list(old.values_list("pk", flat=True)), as_of=as_of)
    return Question.objects.count()


def _ask(
    told: Mapping[str, Any],
    number: int,
    people: Mapping[str, Person],
    skills: Mapping[str, Skill],
    owners: Mapping[str, Person],
    as_of: datetime,
) -> None:
    asker, skill = people[told["asker"]], skills[told["skill"]]
    asked_at = as_of - timedelta(days=told["days_ago"], hours=1 + number % 5)
    asked = Asked(title=told["title"], body=told.get("body", ""), skill=skill)
    with through(ASKED_THROUGH[number % len(ASKED_THROUGH)]):
        question = ask_question(asker=asker, asked=asked, as_of=asked_at)
    for place, answer in enumerate(told["answers"]):
        written_at = asked_at + timedelta(minutes=20 + 37 * ((number + place) % 11))
        row = answer_question(
            question=question,
            author=people[answer["by"]],
            text=answer["text"],
            kind=answer["kind"],
            as_of=written_at,
        )
        if "verified" in answer:
            verified_at = as_of - timedelta(days=answer["verified"])
            verify_answer(answer=row, by=owners[told["skill"]], as_of=max(verified_at, written_at))
            accept_answer(answer=row, as_of=written_at + timedelta(hours=1))
            _vote(row, number, people, written_at)


def _vote(answer: Answer, number: int, people: Mapping[str, Person], written_at: datetime) -> None:
    """Some people, others for each answer, found it helpful."""
    for person in _some(people, number):
        if person.pk != answer.author_id:
            voted_at = written_at + timedelta(days=1)
            vote_on_answer(answer=answer, person=person, is_helpful=True, as_of=voted_at)


def _some(people: Mapping[str, Person], number: int) -> Iterator[Person]:
    keys = sorted(people)
    for place in range(number % (MOST_VOTES + 1)):
        yield people[keys[(number * 7 + place * 11) % len(keys)]]


def _wrong(people: Mapping[str, Person], as_of: datetime) -> None:
    """One of two answers that contradict each other is said to be wrong."""
    answer = Answer.objects.filter(text__startswith="It does not: the network").first()
    if answer is not None:
        words = "The fee came back to a customer of mine last week."
        reporter = people["LF103"]
        report_wrong(answer=answer, reporter=reporter, words=words, as_of=as_of - timedelta(days=1))


def _faq(told: Mapping[str, Any]) -> None:
    page = save_faq_page(page=None, title=told["title"], intro=told["intro"])
    rows = Answer.objects.filter(verified_at__isnull=False, question__skill__external_id__in=told["skills"])
    for answer in rows.select_related("question").order_by("question__skill__name", "pk"):
        put_on_faq(page=page, answer=answer)
