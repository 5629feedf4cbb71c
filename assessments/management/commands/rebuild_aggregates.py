"""`manage.py rebuild_aggregates`"""

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import ngettext

from assessments.aggregates.services import keep_month_ends, list_needs, rebuild
from assessments.calibration.services import rebuild as check_all_statements


class Command(BaseCommand):
    help = "Add up the numbers of units and company anew, and check again what gap reports had said."

    def handle(self, *args, **options):
        now = timezone.now()
        people = rebuild(as_of=now)
        list_needs()
        keep_month_ends(as_of=now)
        check_all_statements(as_of=now)
        said = ngettext("%(count)s person is counted.", "%(count)s people are counted.", people)
        self.stdout.write(said % {"count": people})
