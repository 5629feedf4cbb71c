"""The lists of modules that authors work from: by status, in review, scheduled, past their review date."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from content.authoring.choices import ReviewState
from content.authoring.models import ModuleOwner, ModuleReview, ScheduledPublication
from content.catalogue.models import Module

IN_REVIEW, SCHEDULED, PAST_REVIEW = "in_review", "scheduled", "past_review"
LISTS: Mapping[str, str | Promise] = {
    Module.Status.PUBLISHED.value: _("Published"),
    Module.Status.DRAFT.value: _("Drafts"),
    IN_REVIEW: _("In review"),
    SCHEDULED: _("Scheduled"),
    PAST_REVIEW: _("Past review"),
    Module.Status.OUTDATED.value: _("Outdated"),
    Module.Status.ARCHIVED.value: _("Archived"),
}


def listed_modules(modules: QuerySet[Module], of: str, today: date) -> Any:
    """The modules of one of `LISTS`. What a published module is to say next may be in review or scheduled
    too: the module is in both lists."""
    return modules.filter(_conditions(today)[of])


def list_counts(modules: QuerySet[Module], today: date) -> dict[str, int]:
    """How many modules each of `LISTS` has; one query."""
    asked = {name: Count("pk", filter=condition) for name, condition in _conditions(today).items()}
    counts: dict[str, int] = modules.order_by().aggregate(**asked)
    return counts


def _conditions(today: date) -> Mapping[str, Q]:
    here = OuterRef("pk")
    waiting = ModuleReview.objects.filter(module=here, state=ReviewState.IN_REVIEW)
    scheduled = ScheduledPublication.objects.filter(module=here)
    past = ModuleOwner.objects.past_review(today).filter(module=here)
    return {
        **{status: Q(status=status) for status in Module.Status.values},
        IN_REVIEW: Q(Exists(waiting)),
        SCHEDULED: Q(Exists(scheduled)),
        PAST_REVIEW: Q(Exists(past), status=Module.Status.PUBLISHED),
    }
