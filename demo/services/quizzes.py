"""The quizzes of the demo company: their questions go to the item bank, and the modules name them."""

import re
from datetime import datetime, timedelta

from assessments.frameworks.models import Skill
from assessments.testing.bank.models import Item, ItemVersion
from content.catalogue.kinds import kind_of, tidy_parts
from content.catalogue.models import Module
from content.kinds.video.reports import QUESTIONS
from demo.company_files import Company
from demo.module_files import ModuleFile
from demo.services.items import REVIEWED_DAYS_AGO, SOURCE, new_item, new_version
from demo.services.roster import people_of
from lifow.people.persons.models import Person

CHECK = ":::check "


def load_quizzes(company: Company, as_of: datetime) -> int:
    """The questions of the quizzes that have none yet; how many.

    They come after the tests of the past, which nobody could have taken with them.
    """
    quizzes = {file.key: file for file in company.modules if file.questions}
    people, authors = people_of(company), company.told["access"]["authors"]
    skills = {skill.external_id: skill for skill in Skill.objects.active()}
    asked = 0
    for place, module in enumerate(Module.objects.filter(key__in=quizzes, parts={}).order_by("pk")):
        author, reviewer = (people[authors[(place + one) % len(authors)]] for one in (0, 1))
        versions = _written(quizzes[module.key], skills[quizzes[module.key].skill], author, reviewer, as_of)
        _name(module, versions)
        asked += len(versions)
    _fill_checks()
    _fill_moments(company)
    return asked


def _fill_moments(company: Company) -> None:
    """Have videos ask their questions at the moments that their files say."""
    asking = {file.key: file.asks for file in company.modules if file.asks}
    known = {
        one.item.external_id: one
        for one in ItemVersion.objects.published().filter(item__external_source=SOURCE).select_related("item")
    }
    for module in Module.objects.filter(key__in=asking).order_by("pk"):
        if QUESTIONS in module.parts:
            continue
        rows = [
            {"key": f"m{place}", "at": at, "item": known[key].item.public_id, "version": known[key].public_id}
            for place, (at, key) in enumerate(asking[module.key], start=1)
        ]
        module.parts = tidy_parts(module.kind, {**module.parts, QUESTIONS: rows})
        module.save(update_fields=["parts", "updated_at"])


def _fill_checks() -> None:
    """Have texts name the questions that they ask by id; files do by key, as in `:::check sql-3`."""
    ids = dict(Item.objects.filter(external_source=SOURCE).values_list("external_id", "public_id"))
    for module in Module.objects.filter(body__contains=CHECK).exclude(body__contains=f"{CHECK}itm_"):
        module.body = re.sub(rf"(?m)^{CHECK}(\S+)$", lambda found: CHECK + ids[found[1]], module.body)
        module.save(update_fields=["body", "updated_at"])


def _written(
    file: ModuleFile, skill: Skill, author: Person, reviewer: Person, as_of: datetime
) -> list[ItemVersion]:
    """The questions of a quiz as the bank has them, in their order; those that it lacks are added."""
    keys = [written.key for written in file.questions]
    there = ItemVersion.objects.published().filter(item__external_source=SOURCE, item__external_id__in=keys)
    known = {one.item.external_id: one for one in there.select_related("item")}
    new = [written for written in file.questions if written.key not in known]
    items = [new_item(written, skill, author) for written in new]
    versions = [
        new_version(written, item, author, reviewer, as_of, None)
        for written, item in zip(new, items, strict=True)
    ]
    Item.objects.bulk_create(items)
    ItemVersion.objects.bulk_create(versions)
    ItemVersion.objects.filter(item__in=items).update(updated_at=as_of - timedelta(days=REVIEWED_DAYS_AGO))
    known |= {one.item.external_id: one for one in versions}
    return [known[key] for key in keys if key in known]


def _name(module: Module, versions: list[ItemVersion]) -> None:
    """Have a module ask these questions."""
    rows = [
        {"key": f"q{place}", "item": one.item.public_id, "version": one.public_id}
        for place, one in enumerate(versions, start=1)
    ]
    module.parts = tidy_parts(module.kind, {"questions": rows})
    module.parts_text = kind_of(module.kind).searched(module.parts)
    module.save(update_fields=["parts", "parts_text", "updated_at"])
