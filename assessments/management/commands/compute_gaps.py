"""`manage.py compute_gaps [--all | --person ID …] [--here]`"""

import time

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.gaps.services import mark_everyone, refresh_gap_reports
from assessments.gaps.tasks import refresh_gaps
from assessments.marks.models import StaleMark
from assessments.marks.services import mark_stale
from lifow.base.database.columns import among
from lifow.base.jobs import CHUNK, start_soon
from lifow.people.persons.models import Person

POLL_SECONDS = 0.2
PATIENCE_SECONDS = 30
BAR_WIDTH = 30


class Command(BaseCommand):
    help = "Compute gap reports: of everyone, of some people, or (without options) of those that are stale."

    def add_arguments(self, parser):
        who = parser.add_mutually_exclusive_group()
        who.add_argument("--all", action="store_true", help="all who are employed or have a report")
        who.add_argument("--person", action="append", metavar="ID", help="public id or email; repeatable")
        parser.add_argument("--here", action="store_true", help="compute in this process, without a worker")

    def handle(self, *args, **options):
        now = timezone.now()
        if options["all"]:
            mark_everyone(reason="asked", marked_at=now)
        elif options["person"]:
            mark_stale(person_ids=self.people(options["person"]), reason="asked", marked_at=now)
        waiting = list(StaleMark.objects.waiting().order_by("person_id").values_list("person_id", flat=True))
        if not waiting:
            self.stdout.write(_("Every gap report is up to date."))
            return
        if options["here"]:
            self.compute_here(waiting)
        else:
            start_soon(refresh_gaps.name)
            self.watch(waiting)
        self.conclude(waiting)

    def people(self, names):
        found = {}
        for name in names:
            lookup = "email__iexact" if "@" in name else "public_id"
            person = Person.objects.filter(**{lookup: name}).first()
            if person is None:
                message = _(
                    "Nobody has the id or email “%(name)s”. Use a public id such as per_… or an email."
                )
                raise CommandError(message % {"name": name})
            found[person.pk] = person
        return found

    def compute_here(self, waiting):
        for start in range(0, len(waiting), CHUNK):
            refresh_gap_reports(person_ids=waiting[start : start + CHUNK], as_of=timezone.now())
            self.show(len(waiting), min(start + CHUNK, len(waiting)))

    def watch(self, waiting):
        """Follow the workers until all is done; a worker that is away is said, and nothing is lost."""
        total, done, moved_at = len(waiting), 0, time.monotonic()
        while done < total:
            time.sleep(POLL_SECONDS)
            left = StaleMark.objects.waiting().filter(person__in=among(waiting)).count()
            if total - left > done:
                done, moved_at = total - left, time.monotonic()
                self.show(total, done)
            elif time.monotonic() - moved_at > PATIENCE_SECONDS:
                raise CommandError(
                    _(
                        "No worker has started in %(seconds)s seconds. The work is kept: start a worker "
                        "(celery -A lifow worker -B), or use --here."
                    )
                    % {"seconds": PATIENCE_SECONDS}
                )

    def show(self, total, done):
        filled = BAR_WIDTH * done // total
        bar = "█" * filled + "░" * (BAR_WIDTH - filled)
        end = "\r" if self.stdout.isatty() and done < total else "\n"
        self.stdout.write(f"  {bar} {done} of {total}", ending=end)
        self.stdout.flush()

    def conclude(self, waiting):
        # A mark without an attempt is of something that was written meanwhile, one without an error is in
        # another worker's hands.
        tried = StaleMark.objects.filter(person__in=among(waiting), attempts__gt=0)
        failed = tried.exclude(last_error="").count()
        if failed:
            message = ngettext(
                "%(count)s gap report could not be computed. The admin's “Stale marks” say why.",
                "%(count)s gap reports could not be computed. The admin's “Stale marks” say why.",
                failed,
            )
            raise CommandError(message % {"count": failed})
        done = ngettext(
            "%(count)s gap report is up to date.", "%(count)s gap reports are up to date.", len(waiting)
        )
        self.stdout.write(done % {"count": len(waiting)})
