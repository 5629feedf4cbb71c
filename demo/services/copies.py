"""What people have made of templates so far."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from content.catalogue.models import Module
from content.kinds.template.models import TemplateCopy
from content.kinds.template.services import Reply, make_copy, save_copy, share_copy
from demo.company_files import Company
from demo.dates import local_moment, workday_before
from demo.services.roster import people_of
from lifow.people.persons.models import Person

STARTED_AT = 640
"""The minute of the day at which a copy was made."""


def load_copies(company: Company, as_of: datetime) -> int:
    """The copies that people have made of templates, as far as they have come; how many."""
    if TemplateCopy.objects.exists():
        return 0
    people, told = people_of(company), company.told["learning"]["copy"]
    for one in told:
        _load(company, people[one["employee"]], one, as_of)
    return len(told)


def _load(company: Company, person: Person, told: Mapping[str, Any], as_of: datetime) -> None:
    made_at = local_moment(workday_before(company.today, told["days_ago"]), STARTED_AT, person.timezone)
    template = Module.objects.get(key=told["template"])
    key = f"demo-{told['template']}"
    copy = make_copy(person=person, module=template, idempotency_key=key, as_of=made_at)
    for one in told["earlier"]:
        copy.text = copy.text.replace(one["now"], one["was"])
    copy.base_text = copy.text
    copy.save()
    text = copy.text
    for one in told["written"]:
        text = text.replace(one["was"], one["now"])
    replies = {
        one["comment"]: Reply(one.get("answer", ""), one.get("resolved", False)) for one in told["reply"]
    }
    save_copy(copy=copy, title=told["title"], text=text, replies=replies)
    if told["shared"]:
        share_copy(copy=copy, is_shared=True, as_of=as_of)
    TemplateCopy.objects.filter(pk=copy.pk).update(created_at=made_at, updated_at=made_at)
