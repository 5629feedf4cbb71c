"""Modules, the minutes that people agreed on, and what they have read."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from assessments.frameworks.models import Skill
from content.activity.choices import Act
from content.activity.models import Activity, ActivityEntry
from content.activity.services import count_learning_hours
from content.catalogue.kinds import kind_of, tidy_parts
from content.catalogue.models import Module, ModuleEffect
from content.catalogue.services import advance_catalogue
from content.kinds.document.services import read_documents
from content.kinds.walkthrough.services import keep_step_picture
from content.planning.models import LearningTime
from demo.company_files import Company
from demo.dates import local_moment, workday_before
from demo.documents import read_document, read_package
from demo.module_files import ModuleFile
from demo.pictures import picture_of
from demo.reading import Read, all_reads
from demo.screens import screen_of
from demo.services.channels import LEARNED_THROUGH
from demo.services.roster import people_of
from demo.videos import read_video
from lifow.base.channels import Channel
from lifow.base.media.addresses import picture_address
from lifow.base.media.services import keep_picture
from lifow.base.uploads.services import store_bytes
from lifow.notifications.reports import WorkingWeek, working_weeks
from lifow.people.persons.models import Person

SIDES = ("x", "y", "width", "height")
PICTURE = re.compile(r"\]\(pictures/([a-z-]+)\.png\)")


def load_modules(company: Company, as_of: datetime) -> int:
    """Publish the modules whose key is not there yet; how many."""
    known = set(Module.objects.values_list("key", flat=True))
    files = [file for file in company.modules if file.key not in known]
    people, authors = people_of(company), company.told["access"]["authors"]
    Module.objects.bulk_create(
        _module(file, people[authors[place % len(authors)]], as_of) for place, file in enumerate(files)
    )
    ids = dict(Module.objects.values_list("key", "pk"))
    skills = _skills()
    ModuleEffect.objects.bulk_create(
        ModuleEffect(
            module_id=ids[file.key],
            skill_id=skills[file.skill],
            from_level=file.starts_at,
            to_level=file.leads_to,
        )
        for file in files
    )
    through = Module.prerequisites.through
    through.objects.bulk_create(
        through(from_module_id=ids[file.key], to_module_id=ids[before])
        for file in files
        for before in file.prerequisites
    )
    _name_stops(files)
    _keep_pictures(as_of)
    if files:
        advance_catalogue()
    return len(files)


def _keep_pictures(as_of: datetime) -> None:
    """Draw the pictures that texts name, and have the texts show them."""
    for module in Module.objects.filter(body__contains="](pictures/").order_by("pk"):
        kept = {
            name: keep_picture(data=picture_of(name), as_of=as_of) for name in PICTURE.findall(module.body)
        }
        for name, picture in kept.items():
            address = picture_address(picture.public_id)
            module.body = module.body.replace(f"](pictures/{name}.png)", f"]({address})")
        module.save(update_fields=["body", "updated_at"])
        module.pictures.add(*kept.values())


def _name_stops(files: Sequence[ModuleFile]) -> None:
    """Have paths name their modules, which have ids by now."""
    ids = dict(Module.objects.values_list("key", "public_id"))
    for file in files:
        if not file.stops:
            continue
        stops = [
            {"key": f"stop-{place}", "ref": ids[one["module"]], "days": one.get("days", 0), "why": one["why"]}
            for place, one in enumerate(file.stops, start=1)
        ]
        module = Module.objects.get(key=file.key)
        module.parts = tidy_parts(file.kind, {"stops": stops})
        module.parts_text = kind_of(file.kind).searched(module.parts)
        module.save(update_fields=["parts", "parts_text", "updated_at"])


def _module(file: ModuleFile, author: Person, as_of: datetime) -> Module:
    parts = tidy_parts(file.kind, _stored(file, author, as_of) or file.parts)
    return Module(
        key=file.key,
        title=file.title,
        kind=file.kind,
        minutes=file.minutes,
        summary=file.summary,
        body=file.body,
        parts=parts,
        parts_text=kind_of(file.kind).searched(parts),
        facets=file.facets,
        author=author,
        status=Module.Status.PUBLISHED,
    )


def _stored(file: ModuleFile, author: Person, as_of: datetime) -> dict[str, Any]:
    """The parts of a module that is made of a file, or of an address; nothing of others."""
    if file.video:
        return _video(file.video, author, as_of)
    if file.document:
        data = read_document(file.document)
        stored = store_bytes(owner=author, purpose="document", name="a.pdf", data=data, as_of=as_of)
        read_documents(as_of=as_of)
        return {"file": stored.public_id}
    if file.package:
        data = read_package(file.package)
        stored = store_bytes(owner=author, purpose="scorm", name="a.zip", data=data, as_of=as_of)
        return {"file": stored.public_id}
    if file.steps:
        return _steps(file.steps, as_of)
    return {"url": file.url} if file.url else {}


def _video(name: str, author: Person, as_of: datetime) -> dict[str, Any]:
    """The parts of a video, its file stored as if its author had uploaded it."""
    told = read_video(name)
    stored = store_bytes(owner=author, purpose="video", name=f"{name}.webm", data=told.data, as_of=as_of)
    chapters = [
        {"key": str(place), "at": at, "title": title} for place, (at, title) in enumerate(told.chapters)
    ]
    captions = [{"key": "en", "language": "en", "text": told.captions}]
    return {"file": stored.public_id, "captions": captions, "chapters": chapters}


def _steps(written: Sequence[Mapping[str, Any]], as_of: datetime) -> dict[str, Any]:
    """The parts of a walkthrough, its screens drawn and kept as if its author had uploaded them."""
    rows = []
    for place, one in enumerate(written, start=1):
        drawing = screen_of(one["screen"])
        picture = keep_step_picture(data=drawing.png, as_of=as_of)
        sides = dict(zip(SIDES, drawing.parts[one["place"]], strict=True))
        texts = {name: one.get(name, "") for name in ("text", "alt", "act", "typed", "hint")}
        rows.append({"key": f"step-{place}", **texts, "picture": picture.public_id, **sides})
    return {"steps": rows}


def load_learning(company: Company, as_of: datetime) -> int:
    """The minutes that people agreed on, and what they have read so far; how many readings of a module."""
    if Activity.objects.exists():
        return 0
    people = people_of(company)
    LearningTime.objects.bulk_create(
        [
            LearningTime(person=people[agreed["employee"]], minutes_per_week=agreed["minutes_per_week"])
            for agreed in company.told["learning"]["agreed"]
        ],
        ignore_conflicts=True,
    )
    modules = {module.key: module for module in Module.objects.all()}
    rows = [_activity(one, people[one.employee], modules[one.module], company) for one in all_reads(company)]
    weeks = working_weeks(people.values(), company.today)
    ActivityEntry.objects.bulk_create(
        entry
        for place, row in enumerate(rows)
        for entry in _entries(row, weeks[row.person_id], LEARNED_THROUGH[place % len(LEARNED_THROUGH)])
    )
    made = Activity.objects.bulk_create(rows)
    count_learning_hours(as_of=as_of)
    return len(made)


def _entries(row: Activity, week: WorkingWeek, channel: Channel) -> Iterator[ActivityEntry]:
    """What a channel would have left of a reading: when it was begun, how long it took, when it was done."""
    done = [] if row.completed_at is None else [(Act.COMPLETED, row.completed_at, 0)]
    for act, at, seconds in (
        (Act.STARTED, row.started_at, 0),
        (Act.LEARNED, row.touched_at, row.active_seconds),
        *done,
    ):
        yield ActivityEntry(
            person=row.person,
            module=row.module,
            act=act,
            at=at,
            channel=channel,
            in_hours=week.is_working(at),
            seconds=seconds,
        )


def _activity(one: Read, person: Person, module: Module, company: Company) -> Activity:
    started_at = local_moment(workday_before(company.today, one.days_ago), one.minute, person.timezone)
    took = timedelta(minutes=module.minutes) if one.is_completed else timedelta(minutes=module.minutes) / 3
    completed_at = started_at + took if one.is_completed else None
    return Activity(
        person=person,
        module=module,
        started_at=started_at,
        touched_at=started_at + took,
        completed_at=completed_at,
        active_seconds=int(took.total_seconds()),
        reached=100 if one.is_completed else 35,
        counted_at=started_at + took,
    )


def _skills() -> dict[str, int]:
    return dict(Skill.objects.active().values_list("external_id", "pk"))
