"""The tests of the demo company, and what its people answered to them, by the services that pages use."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from random import Random
from typing import Any

from assessments.frameworks.models import Skill
from assessments.testing.bank.kinds import kind_named
from assessments.testing.bank.models import ItemVersion
from assessments.testing.sittings.models import Sitting, SittingItem, TestForm
from assessments.testing.sittings.services import (
    FormContents,
    SectionContents,
    answer_item,
    count_results,
    create_form,
    publish_form,
    start_sitting,
)
from demo.company_files import Company
from demo.dates import local_moment, workday_before
from demo.generator import EVENING, MORNING, true_levels
from demo.item_files import WrittenItem
from demo.pretest import answered
from demo.services.roster import people_of
from demo.subjects import subjects

KEY = "demo:"
SEED_BITS = 62
NOT_OF_A_FORM = {"key", "published_days_ago", "sections", "taken"}


def load_tests(company: Company, as_of: datetime) -> int:
    """Write and publish the tests, and have people take them as they did; how many times one was taken."""
    taken = 0
    people, levels = people_of(company), _levels(company)
    items = {item.key: item for file in company.items for item in file.items}
    for told in company.tests:
        form = _form(company, told, as_of)
        for one in told["taken"]:
            person, skill = people[one["employee"]], told["sections"][0]["skill"]
            draw = Random(f"{company.seed}/{one['employee']}/{told['key']}/test")  # noqa: S311 (no secret)
            minute = draw.randrange(MORNING, EVENING)
            key = f"{KEY}{told['key']}"
            if Sitting.objects.for_person(person).filter(form=form).exists():
                continue
            moment = local_moment(workday_before(company.today, one["days_ago"]), minute, person.timezone)
            seed = draw.getrandbits(SEED_BITS)
            sitting = start_sitting(person=person, form=form, as_of=moment, seed=seed, idempotency_key=key)
            level = one.get("level", levels.get((one["employee"], skill), 0.0))
            _take(sitting, level, items, company, draw)
            taken += 1
    if taken:
        count_results(as_of=as_of)
    return taken


def _form(company: Company, told: Mapping[str, Any], as_of: datetime) -> TestForm:
    skills = {skill.external_id: skill for skill in Skill.objects.active()}
    author = people_of(company)[company.told["access"]["authors"][0]]
    sections = [SectionContents(**{**one, "skill": skills[one["skill"]]}) for one in told["sections"]]
    said = {name: value for name, value in told.items() if name not in NOT_OF_A_FORM}
    key = f"{KEY}{told['key']}"
    form = create_form(contents=FormContents(**said, sections=sections), by=author, idempotency_key=key)
    if form.state == TestForm.State.DRAFT:
        published_at = as_of - timedelta(days=told["published_days_ago"])
        form = publish_form(form=form, by=author, as_of=published_at)
    return form


def _levels(company: Company) -> Mapping[tuple[str, str], float]:
    """What people can truly do in the skills that are tested."""
    tested = {one["skill"] for told in company.tests for one in told["sections"]}
    asked = [one for one in subjects(company) if one.skill in tested]
    return true_levels(asked, company.evidence["generator"], company.seed)


def _take(
    sitting: Sitting, level: float, items: Mapping[str, WrittenItem], company: Company, draw: Random
) -> None:
    """Answer one question after the other, until the test ends by itself."""
    shown = SittingItem.objects.filter(sitting=sitting, shown_at__isnull=False, answered_at__isnull=True)
    asked, at = shown.select_related("version__item").first(), sitting.started_at
    while asked is not None:
        said = answered(items[asked.version.item.external_id], level, company, draw)
        at += timedelta(seconds=said.seconds)
        answer_item(
            sitting=sitting,
            number=asked.number,
            given=given(asked.version, asked.seed, said.answer),
            confidence=said.confidence,
            as_of=at,
        )
        asked = shown.select_related("version__item").first()


def given(version: ItemVersion, seed: int, answer: Mapping[str, Any]) -> dict[str, Any]:
    """An answer by the author's keys as it is given to what is shown with this seed: by places."""
    place = dict(_places(version, seed))
    if "key" in answer:
        return {"key": place[answer["key"]]}
    if "keys" in answer:
        return {"keys": [place[key] for key in answer["keys"]]}
    if "pairs" in answer:
        pairs = answer["pairs"].items()
        return {"pairs": {place[f"left:{left}"]: place[f"right:{right}"] for left, right in pairs}}
    return dict(answer)


def _places(version: ItemVersion, seed: int) -> Iterator[tuple[str, str]]:
    """The place at which each of the author's keys is shown, by its text."""
    shown = kind_named(version.kind).shown(version.body, seed)
    at = {
        (side, row.get("text", row.get("name"))): row["key"]
        for side, rows in shown.items()
        if isinstance(rows, list)
        for row in rows
    }
    for rows in version.body.values():
        for row in rows if isinstance(rows, list) else ():
            if not isinstance(row, Mapping):
                continue
            if "left" in row:
                yield f"left:{row['key']}", at["lefts", row["left"]]
                yield f"right:{row['key']}", at["rights", row["right"]]
            else:
                text = row.get("text", row.get("name"))
                yield row["key"], next(key for (_side, words), key in at.items() if words == text)
