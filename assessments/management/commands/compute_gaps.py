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
from lifow.base.outages import is_outage, reason_of
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
        if waiting and options["here"]:
            self.compute_here(waiting)
        elif waiting:
            start_soon(refresh_gaps.name)
            self.watch(waiting)
        self.conclude(waiting, is_of_all=not options["person"])

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
            try:
                refresh_gap_reports(person_ids=waiting[start : start + CHUNK], as_of=timezone.now())
            except Exception as error:
                if not is_outage(error):
                    raise
                message = _("Stopped, and nothing is lost: run it again when this has ended. %(reason)s")
                raise CommandError(message % {"reason": reason_of(error)}) from error
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

    def conclude(self, waiting, *, is_of_all):
        """Say what came of it; who was set aside before is told too, where nobody was named."""
        theirs = StaleMark.objects.filter(person__in=among(waiting))
        # A mark without an attempt is of something that was written meanwhile, and one that is taken is in
        # another worker's hands.
        failed = theirs.filter(attempts__gt=0).untaken(timezone.now())
        aside = StaleMark.objects.set_aside() if is_of_all else theirs.set_aside()
        count = (failed | aside).count()
        if count:
            message = ngettext(
                "%(count)s gap report could not be computed. The admin's “Stale marks” say why. It is tried "
                "again daily.",
                "%(count)s gap reports could not be computed. The admin's “Stale marks” say why. They are "
                "tried again daily.",
                count,
            )
            raise CommandError(message % {"count": count})
        if not waiting:
            self.stdout.write(_("Every gap report is up to date."))
            return
        done = ngettext(
            "%(count)s gap report is up to date.", "%(count)s gap reports are up to date.", len(waiting)
        )
        self.stdout.write(done % {"count": len(waiting)})
