"""What people ask authors to write about, what they search for in vain, and who is to write what."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from assessments.frameworks.models import Skill
from content.debt.models import Wish
from content.debt.reports import Subject, subject_of
from content.debt.services import Terms, ask_for_topic, open_task
from content.searches.services import note_failed_search
from demo.company_files import Company
from demo.services.roster import people_of
from lifow.people.persons.models import Person

People = Mapping[str, Person]


def load_writing(company: Company, as_of: datetime) -> int:
    """Topics, searches and writing tasks; how many. Nothing where somebody asks for a topic already."""
    if Wish.objects.exists():
        return 0
    people, told = people_of(company), company.writing
    for one in told["topic"]:
        asked_at = as_of - timedelta(days=one["days_ago"])
        for key in one["people"]:
            ask_for_topic(person=people[key], text=one["text"], as_of=asked_at)
    for one in told["search"]:
        searched_at = as_of - timedelta(days=one["days_ago"])
        for person in sorted(people.values(), key=lambda who: who.pk)[: one["people"]]:
            note_failed_search(text=one["text"], person_id=person.pk, as_of=searched_at)
    for one in told["task"]:
        _ask(one, people, as_of)
    return sum(len(rows) for rows in told.values())


def _ask(told: Mapping[str, Any], people: People, as_of: datetime) -> None:
    due_on = timezone.localdate(as_of) + timedelta(days=told["in_days"])
    terms = Terms(people[told["owner"]], due_on, told["note"])
    open_task(subject=_subject(told), terms=terms, by=people[told["by"]], as_of=as_of)


def _subject(told: Mapping[str, Any]) -> Subject:
    if "topic" in told:
        key = f"wish:{Wish.objects.open().get(text=told['topic']).public_id}"
    else:
        step = told["step"]
        key = f"step:{Skill.objects.get(external_id=step['skill']).public_id}:{step['from']}:{step['to']}"
    subject = subject_of(key)
    if subject is None:
        raise LookupError(f"Nothing to write: {key}")
    return subject
