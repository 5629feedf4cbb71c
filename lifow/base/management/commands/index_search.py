"""`manage.py index_search`"""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from lifow.base.passages.models import SearchSource
from lifow.base.passages.services import mark_all_stale, refresh_stale


class Command(BaseCommand):
    help = "Read everything that search finds anew. It may be interrupted, and run while people search."

    def handle(self, *args: Any, **options: Any) -> None:
        mark_all_stale()
        while refresh_stale():
            pass
        told = {"count": SearchSource.objects.count()}
        self.stdout.write(_("%(count)d things can be found.") % told)
