"""`manage.py index_search`"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from lifow.base.passages import embedding
from lifow.base.passages.models import PassageVector, SearchSource
from lifow.base.passages.services import mark_all_stale, refresh_stale
from lifow.base.passages.vectors import count_waiting, embed_passages, forget_vectors

AT_ONCE = 512


class Command(BaseCommand):
    help = "Read everything that search finds anew. It may be interrupted, and run while people search."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--vectors",
            action="store_true",
            help="compute all vectors of passages anew too, by which searches go by meaning",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["vectors"]:
            try:
                embedding.model_files()
            except embedding.NoModelError as error:
                raise CommandError(str(error)) from error
            forget_vectors()
        mark_all_stale()
        while refresh_stale():
            pass
        told = {"count": SearchSource.objects.count()}
        self.stdout.write(_("%(count)d things can be found.") % told)
        self._embed()

    def _embed(self) -> None:
        while embed_passages(most=AT_ONCE):
            self.stdout.write(_("%(count)d passages wait for vectors.") % {"count": count_waiting()})
        if count := PassageVector.objects.count():
            self.stdout.write(_("%(count)d passages are found by meaning too.") % {"count": count})
