"""Modules that authors are at work on together: in review, scheduled, and past their review date."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from content.authoring.models import ModuleReview
from content.authoring.services import (
    answer_comment,
    approve_for_later,
    comment_on_module,
    resolve_comment,
    save_changes,
    set_ownership,
    submit_module,
)
from content.catalogue.models import Module
from content.catalogue.services import contents_of
from demo.company_files import Company
from demo.services.roster import people_of
from lifow.people.persons.models import Person

People = Mapping[str, Person]


def load_authoring(company: Company, as_of: datetime) -> int:
    """What authors are at work on; how many modules. Nothing where a review is there already."""
    if ModuleReview.objects.exists():
        return 0
    people, told = people_of(company), company.authoring
    for one in told["review"]:
        _review(one, people, as_of)
    for one in told["scheduled"]:
        _schedule(one, people, as_of)
    for one in told["owner"]:
        _own(one, people, as_of)
    return sum(len(rows) for rows in told.values())


def _review(told: Mapping[str, Any], people: People, as_of: datetime) -> None:
    """A draft that waits for its reviewer, with what others have said of it."""
    by, sent_at = people[told["by"]], as_of - timedelta(days=told["days_ago"])
    module = _changed(told, by)
    submit_module(module=module, by=by, reviewer=people[told["reviewer"]], as_of=sent_at)
    for number, one in enumerate(told["comment"], start=1):
        said_at = sent_at + timedelta(hours=number)
        comment = comment_on_module(
            module=module,
            by=people[one["by"]],
            text=one["text"],
            place=one["place"],
            passage=one.get("passage", ""),
            as_of=said_at,
        )
        for answer in one["answers"]:
            at = said_at + timedelta(minutes=30)
            answer_comment(comment=comment, by=people[answer["by"]], text=answer["text"], as_of=at)
        if "resolved_by" in one:
            at = said_at + timedelta(hours=1)
            resolve_comment(comment=comment, by=people[one["resolved_by"]], as_of=at)


def _schedule(told: Mapping[str, Any], people: People, as_of: datetime) -> None:
    """A draft that somebody has approved for a later time."""
    by, sent_at = people[told["by"]], as_of - timedelta(days=told["days_ago"])
    module = _changed(told, by)
    submit_module(module=module, by=by, as_of=sent_at)
    day = timezone.localdate(as_of, timezone.get_default_timezone()) + timedelta(days=told["in_days"])
    approve_for_later(
        module=module,
        by=people[told["approved_by"]],
        note=told["note"],
        publish_at=datetime.combine(day, time(told["hour"]), timezone.get_default_timezone()),
        as_of=as_of - timedelta(hours=2),
    )


def _own(told: Mapping[str, Any], people: People, as_of: datetime) -> None:
    day = timezone.localdate(as_of) - timedelta(days=told["review_days_ago"])
    module = Module.objects.get(key=told["module"])
    set_ownership(module=module, owner=people[told["owner"]], review_on=day, as_of=as_of)


def _changed(told: Mapping[str, Any], by: Person) -> Module:
    """A module with a draft in which a passage is another one."""
    module = Module.objects.get(key=told["module"])
    contents = contents_of(module)
    body = contents.body.replace(told["replace"], told["with"])
    return save_changes(module=module, contents=replace(contents, body=body), by=by)
