"""`manage.py export_framework KEY PATH`"""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from assessments.frameworks.interchange import framework_csv
from assessments.frameworks.interchange.faults import FrameworkError
from assessments.frameworks.models import Framework
from assessments.frameworks.reports import framework_document
from lifow.base.listing import first_names


class Command(BaseCommand):
    help = "Write a framework in lifow's own format, which import_framework --format csv reads."

    def add_arguments(self, parser):
        parser.add_argument("key", help="the framework's key")
        parser.add_argument("path", type=Path, help="where to write it")

    def handle(self, *args, key, path, **options):
        document = framework_document(key=key)
        if document is None:
            keys = Framework.objects.order_by("key").values_list("key", flat=True)
            known = ", ".join(first_names(keys, more=_("%(count)s more"))) or "–"
            raise CommandError(
                _("There is no framework “%(key)s”. Known: %(known)s") % {"key": key, "known": known}
            )
        try:
            framework_csv.write(document, path)
        except FrameworkError as error:
            raise CommandError(_("Nothing was written.") + f" {error}") from error
        self.stdout.write(_("%(name)s is written to %(path)s.") % {"name": document.name, "path": path})
