"""What the demo's people found helpful, and have saved for later; and the list that HR keeps of facets."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from content.activity.models import Activity
from content.bookmarks.services import save_for_later
from content.catalogue.models import Module
from content.catalogue.services import current_version, write_filings
from content.facets.models import FacetValue
from content.facets.services import list_value, rename_value
from content.votes.models import ModuleVote
from content.votes.services import count_role_votes
from demo.company_files import Company
from demo.services.roster import people_of

WAITING = ("case-two-currencies", "customer_type", "SaaS")
"""A value that an author has brought, which HR merges into another one: module, facet, value."""


NAMED = {"api": "API"}


def load_facets(company: Company, as_of: datetime) -> int:
    """File the modules under the company's list, but for one value that waits for HR; how many values."""
    if FacetValue.objects.exists():
        return 0
    modules = {module.key: module for module in Module.objects.order_by("pk")}
    for module in modules.values():
        write_filings(module, module.author)
    for value in FacetValue.objects.waiting().order_by("facet__key", "key"):
        list_value(value=value)
        if value.key in NAMED:
            rename_value(value=value, name=NAMED[value.key])
    key, facet, value_key = WAITING
    found = modules.get(key)
    if found is not None:
        found.facets = {**found.facets, facet: [*found.facets.get(facet, []), value_key]}
        found.save(update_fields=["facets", "updated_at"])
        write_filings(found, found.author)
    return FacetValue.objects.count()


def load_votes(company: Company, as_of: datetime) -> int:
    """What people said of the modules that they have done, and what they have saved; how many votes."""
    if ModuleVote.objects.exists():
        return 0
    told = company.votes
    of_module = {one["key"]: one for one in told["module"]}
    done = Activity.objects.completed().select_related("module", "person").order_by("module__key", "pk")
    voted_on = {one.module_id: one.module for one in done}
    versions = {pk: current_version(module=module) for pk, module in voted_on.items()}
    votes, spoken = [], {key: list(one.get("words", ())) for key, one in of_module.items()}
    for activity in done:
        key = activity.module.key
        if _of_ten(activity, "votes") >= told["voters_of_ten"]:
            continue
        share = of_module.get(key, told).get("helpful_of_ten", told["helpful_of_ten"])
        is_helpful = _of_ten(activity, "helpful") < share
        votes.append(
            ModuleVote(
                person=activity.person,
                module=activity.module,
                version=versions[activity.module_id],
                is_helpful=is_helpful,
                words=_words(spoken.get(key, []), is_helpful=is_helpful),
                voted_at=activity.completed_at or as_of,
            )
        )
    ModuleVote.objects.bulk_create(votes)
    count_role_votes(as_of=as_of)
    people, modules = people_of(company), {module.key: module for module in Module.objects.all()}
    for one in told["saved"]:
        save_for_later(person=people[one["employee"]], module=modules[one["module"]], as_of=as_of)
    return len(votes)


def _of_ten(activity: Activity, what: str) -> int:
    """A number from 0 to 9 that is the same in each demo."""
    said = f"{activity.person.email}:{activity.module.key}:{what}"
    return hashlib.sha256(said.encode()).digest()[0] % 10


def _words(left: list[Mapping[str, Any]], *, is_helpful: bool) -> str:
    """The next words that fit, of which each is said once."""
    found = next((one for one in left if one["is_helpful"] == is_helpful), None)
    if found is None:
        return ""
    left.remove(found)
    return str(found["text"])
