"""The catalogue as a whole: changes of it come one after another, and each is counted."""

from django.db import transaction
from django.db.models import F

from content.models import CatalogueVersion


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
