"""The product updates of the demo company: in force since some days, with what they have outdated."""

from datetime import datetime, timedelta
from typing import Any

from assessments.frameworks.models import Role, Skill
from content.authoring.services import company_day
from content.catalogue.kinds import kind_of, tidy_parts
from content.catalogue.models import Module
from content.kinds.update.models import ProductUpdate
from content.kinds.update.services import count_readers, mark_replaced, note_published
from demo.company_files import Company
from demo.dates import workday_before
from demo.module_files import ModuleFile


def load_updates(company: Company, as_of: datetime) -> int:
    """Publish the product updates of the files, each at its day; how many. People were told of them then."""
    if ProductUpdate.objects.exists():
        return 0
    files = sorted((one for one in company.modules if one.update), key=lambda one: -one.update["days_ago"])
    for file in files:
        module = Module.objects.get(key=file.key)
        module.parts = tidy_parts(module.kind, {**module.parts, **_parts(file, company)})
        module.parts_text = kind_of(module.kind).searched(module.parts)
        module.save(update_fields=["parts", "parts_text", "updated_at"])
        at = as_of - timedelta(days=file.update["days_ago"])
        update = note_published(module=module, as_of=at)
        ProductUpdate.objects.filter(pk=update.pk).update(told_at=at)
        mark_replaced(update_id=update.pk, today=company_day(as_of), as_of=at)
    count_readers(as_of=as_of)
    return len(files)


def _parts(file: ModuleFile, company: Company) -> dict[str, Any]:
    """What an update says, with ids in place of keys."""
    said = file.update
    roles, skills = (
        dict(model.objects.filter(external_id__in=said.get(name, ())).values_list("external_id", "public_id"))
        for model, name in ((Role, "roles"), (Skill, "skills"))
    )
    named = [*said["replaced"], *said["kept"]]
    modules = dict(Module.objects.filter(key__in=named).values_list("key", "public_id"))
    return {
        "from_day": workday_before(company.today, said["days_ago"]).isoformat(),
        "roles": [{"key": one, "ref": roles[one]} for one in said.get("roles", ())],
        "skills": [{"key": one, "ref": skills[one]} for one in said.get("skills", ())],
        "terms": [
            {"key": f"term-{place}", "text": text, "instead": instead}
            for place, (text, instead) in enumerate(said["terms"], start=1)
        ],
        "replaced": [{"key": f"r{place}", "ref": modules[one]} for place, one in enumerate(said["replaced"])],
        "kept": [modules[one] for one in said["kept"]],
    }
