"""One change of the catalogue after another, each counted, and none that closes a circle of prerequisites."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F
from django.utils.timezone import now
from django.utils.translation import gettext as _

from content.catalogue.models import CatalogueVersion, Module
from content.catalogue.services.contents import ModuleError
from lifow.base.hierarchy import CircleError, needed_first, ring
from lifow.base.listing import LISTED
from lifow.events.services import publish
from lifow.events.types import CatalogueChanged


def check_prerequisites(*, module: Module, prerequisites: Sequence[Module]) -> None:
    """Raise ModuleError, naming the path, for prerequisites that need the module itself.

    In the transaction that writes them and before any write: it locks, as two authors at once could close
    a circle.
    """
    lock_catalogue()
    needs: dict[int, list[int]] = {}
    for pk, needed in Module.prerequisites.through.objects.values_list("from_module_id", "to_module_id"):
        needs.setdefault(pk, []).append(needed)
    needs[module.pk] = [one.pk for one in prerequisites]
    try:
        needed_first(needs)
    except CircleError as error:
        path = error.path_from(module.pk)
        titles = dict(Module.objects.filter(pk__in=path[: LISTED + 1]).values_list("pk", "title"))
        message = _("The prerequisites form a circle: %(path)s. Remove one of them.")
        named = [titles.get(pk, "") for pk in path[:-1]]
        way = " → ".join(ring(named, more=_("%(count)s more")))
        raise ModuleError("prerequisites", message % {"path": way}) from None


def lock_catalogue() -> None:
    """Let nobody else change modules until the transaction ends. It is the first lock that a change takes."""
    CatalogueVersion.objects.bulk_create([CatalogueVersion()], ignore_conflicts=True)
    list(CatalogueVersion.objects.select_for_update().values_list("pk"))


def advance_catalogue() -> None:
    """Count a change of the catalogue, in the transaction that makes it: every plan is to be made again.

    A plan names the number that it read before it read the catalogue, so it can only seem older than it
    is: whatever is committed while a plan is made, or before its first one is there, makes it stale.
    """
    with transaction.atomic():
        lock_catalogue()
        CatalogueVersion.objects.update(number=F("number") + 1)
        publish(CatalogueChanged(number=CatalogueVersion.objects.current()), occurred_at=now())
