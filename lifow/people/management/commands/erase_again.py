"""`manage.py erase_again FILE …`: erase again who was erased since a backup that was restored."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from lifow.people.persons.models import Person
from lifow.people.privacy.services import (
    ErasureError,
    ErasureListError,
    ListedErasure,
    erase_again,
    listed_erasures,
    read_list,
    subjects_of,
)


class Command(BaseCommand):
    help = (
        "Erase again, after a restore, who was erased since the backup was made. Run it before the site and "
        "the workers start; run twice, it does nothing more."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "files",
            nargs="+",
            type=Path,
            metavar="FILE",
            help="lists of erasures: erasures.json beside the backups, and LIFOW_ERASURES_FILE",
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would go, and write nothing")

    def handle(self, *args, files, dry_run, **options):
        known = {one.id for one in listed_erasures()}
        refused, gone = [], 0
        for listed in self.listed(files):
            if listed.id in known:
                continue
            try:
                count = (
                    self.count(listed) if dry_run else erase_again(listed=listed, erased_at=timezone.now())
                )
            except ErasureError as error:
                refused.append(f"{listed.id}: {error}")
                continue
            gone += count or 0
            told = {"id": listed.id, "day": listed.moment.date().isoformat(), "count": count or 0}
            self.stdout.write(_("%(id)s of %(day)s: records of the person that were here: %(count)s.") % told)
        if refused:
            raise CommandError("\n".join(refused))
        if dry_run:
            self.stdout.write(_("Nothing was written."))
        elif gone and not Person.objects.filter(is_hr_admin=True, is_active=True).exists():
            self.stdout.write(_("There is no HR admin any more. Make one: manage.py createsuperuser"))

    def listed(self, files) -> list[ListedErasure]:
        """All erasures of all files, the earliest first, each once."""
        try:
            found = {one.id: one for file in files for one in read_list(file)}
        except ErasureListError as error:
            raise CommandError(str(error)) from error
        return sorted(found.values(), key=lambda one: one.moment)

    def count(self, listed: ListedErasure) -> int:
        return sum(len(one.ids) for one in subjects_of(listed))
