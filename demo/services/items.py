"""The test questions of the demo company, written by its authors, each reviewed by another one."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from assessments.frameworks.models import Skill
from assessments.testing.bank import services as bank
from assessments.testing.bank.choices import ItemState, VersionState
from assessments.testing.bank.kinds import kind_named
from assessments.testing.bank.models import Item, ItemVersion
from assessments.testing.bank.services import ItemContents
from demo.company_files import Company
from demo.drawings import drawing_of
from demo.item_files import ItemFile, WrittenItem
from demo.services.roster import people_of
from lifow.base.media.models import Picture
from lifow.base.media.services import keep_picture
from lifow.people.persons.models import Person

SOURCE = "demo"
WRITTEN_DAYS_AGO, REVIEWED_DAYS_AGO, SUBMITTED_DAYS_AGO = 420, 400, 2
KEYS = "abcdefghijklmnopqrstuvwxyz"
SIDES = ("x", "y", "width", "height")


def load_items(company: Company, as_of: datetime) -> int:
    """The questions whose key is not there yet, as they were published last year; how many.

    The authors of the company share the skills: of each skill one has written, and the next one reviewed.
    They are written at once, with what the services of the bank would have left, as 500 reviews take minutes.
    """
    known = set(Item.objects.filter(external_source=SOURCE).values_list("external_id", flat=True))
    skills = {skill.external_id: skill for skill in Skill.objects.active()}
    items, versions = [], []
    for file, author, reviewer in _by_author(company):
        for written in file.items:
            if written.key not in known:
                items.append(new_item(written, skills[file.skill], author))
                picture = _picture(written, as_of)
                versions.append(new_version(written, items[-1], author, reviewer, as_of, picture))
    Item.objects.bulk_create(items)
    ItemVersion.objects.bulk_create(versions)
    ItemVersion.objects.filter(item__in=items).update(updated_at=as_of - timedelta(days=REVIEWED_DAYS_AGO))
    for revision in company.revisions if items else ():
        _revise(revision, as_of)
    return len(versions)


def _revise(revision: Mapping[str, Any], as_of: datetime) -> None:
    """Have the author of a question write its next version, and send it for review where it is finished."""
    item = Item.objects.select_related("author").get(external_source=SOURCE, external_id=revision["question"])
    contents = bank.contents_of(item.versions.select_related("picture").get())
    options = [
        {**one, "is_right": one["text"] == revision.get("right", one["text"] if one["is_right"] else None)}
        for one in contents.body["options"]
    ]
    said = replace(contents, stem=revision["stem"], body={**contents.body, "options": options})
    version = bank.revise_item(item=item, contents=said, by=item.author)
    if revision["is_finished"]:
        bank.submit_version(version=version, by=item.author, as_of=as_of - timedelta(days=SUBMITTED_DAYS_AGO))


def _by_author(company: Company) -> Iterator[tuple[ItemFile, Person, Person]]:
    """The questions of each skill, who wrote them, and who reviewed them."""
    people, authors = people_of(company), company.told["access"]["authors"]
    for place, file in enumerate(company.items):
        author, reviewer = (people[authors[(place + one) % len(authors)]] for one in (0, 1))
        yield file, author, reviewer


def new_item(written: WrittenItem, skill: Skill, author: Person) -> Item:
    return Item(
        skill=skill, author=author, state=ItemState.PUBLISHED, external_source=SOURCE, external_id=written.key
    )


def _picture(written: WrittenItem, as_of: datetime) -> Picture | None:
    return keep_picture(data=drawing_of(written.drawing).png, as_of=as_of) if written.drawing else None


def new_version(
    written: WrittenItem,
    item: Item,
    author: Person,
    reviewer: Person,
    as_of: datetime,
    picture: Picture | None,
) -> ItemVersion:
    contents = contents_of(written, picture)
    found = kind_named(contents.kind).problems(contents.body)
    if found:
        raise ValueError(f"{written.key}: {found[0].where}: {found[0].reason}")
    reviewed_at = as_of - timedelta(days=REVIEWED_DAYS_AGO)
    return ItemVersion(
        item=item,
        state=VersionState.PUBLISHED,
        **contents.as_stored(),
        searched_skill=item.skill.name,
        created_by=author,
        changed_by=author,
        submitted_at=as_of - timedelta(days=WRITTEN_DAYS_AGO),
        reviewer=reviewer,
        reviewed_by=reviewer,
        reviewed_at=reviewed_at,
        published_at=reviewed_at,
    )


def contents_of(written: WrittenItem, picture: Picture | None = None) -> ItemContents:
    """A question of the files as the bank takes it, with its picture as it is kept."""
    return ItemContents(
        kind=written.kind,
        level=written.level,
        stem=written.stem,
        body=_BODIES[written.kind](written),
        seconds_expected=written.seconds,
        picture=picture,
        picture_alt=written.picture_alt,
    )


def _options(written: WrittenItem) -> dict[str, Any]:
    return {
        "options": [
            {"key": key, "text": one.text, "is_right": one.is_right, "rationale": one.rationale}
            for key, one in zip(KEYS, written.options, strict=False)
        ]
    }


def _scenario(written: WrittenItem) -> dict[str, Any]:
    return {
        "options": [
            {"key": key, "text": one.text, "score": one.score, "rationale": one.rationale}
            for key, one in zip(KEYS, written.options, strict=False)
        ]
    }


def _steps(written: WrittenItem) -> dict[str, Any]:
    steps = [{"key": key, "text": text} for key, text in zip(KEYS, written.steps, strict=False)]
    return {"steps": steps, "rationale": written.rationale}


def _pairs(written: WrittenItem) -> dict[str, Any]:
    pairs = [
        {"key": key, "left": one.left, "right": one.right}
        for key, one in zip(KEYS, written.pairs, strict=False)
    ]
    return {"pairs": pairs, "others": list(written.others), "rationale": written.rationale}


def _number(written: WrittenItem) -> dict[str, Any]:
    return {
        "answer": str(written.answer),
        "tolerance": str(written.tolerance),
        "unit": written.unit,
        "rationale": written.rationale,
    }


def _areas(written: WrittenItem) -> dict[str, Any]:
    parts = drawing_of(written.drawing).parts
    return {
        "areas": [
            {
                "key": key,
                "name": one.name,
                **dict(zip(SIDES, parts[one.part], strict=True)),
                "is_right": one.is_right,
                "rationale": one.rationale,
            }
            for key, one in zip(KEYS, written.areas, strict=False)
        ]
    }


def _text(written: WrittenItem) -> dict[str, Any]:
    return {"accepted": list(written.accepted), "is_case_sensitive": False, "rationale": written.rationale}


_BODIES: Mapping[str, Callable[[WrittenItem], dict[str, Any]]] = {
    "single": _options,
    "multiple": _options,
    "scenario": _scenario,
    "order": _steps,
    "match": _pairs,
    "numeric": _number,
    "text": _text,
    "hotspot": _areas,
}
