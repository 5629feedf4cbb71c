"""`manage.py erase_person`: somebody is erased, as two HR admins have it."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from lifow.people.persons.models import Person
from lifow.people.privacy.reports import ErasurePreview, erasure_preview
from lifow.people.privacy.services import ErasureError, ask_erasure, confirm_erasure, erase_now


class Command(BaseCommand):
    help = (
        "Erase a person with all their records, as one HR admin asks and another one confirms. It cannot be "
        "undone."
    )

    def add_arguments(self, parser):
        parser.add_argument("person", help="who is erased: a public id (per_…), an email, or source:id")
        parser.add_argument("--asked-by", metavar="WHO", help="the HR admin who asks for it; written alike")
        parser.add_argument(
            "--confirmed-by", metavar="WHO", help="another HR admin, for at least a day, who confirms it"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would go, and write nothing")

    def handle(self, *args, person, asked_by, confirmed_by, dry_run, **options):
        preview = erasure_preview(self.person(person))
        self.tell(preview)
        try:
            if dry_run:
                if preview.objections:
                    raise ErasureError(preview.objections)
                self.stdout.write(_("Nothing was written."))
                return
            if not (asked_by and confirmed_by):
                raise CommandError(_("Name two HR admins: --asked-by and --confirmed-by."))
            self.erase(preview.person, self.person(asked_by), self.person(confirmed_by))
        except ErasureError as error:
            raise CommandError("\n".join(error.reasons)) from error

    def erase(self, person, asked_by, confirmed_by):
        now = timezone.now()
        public_id = person.public_id
        erasure = ask_erasure(person=person, asked_by=asked_by, asked_at=now)
        erasure = confirm_erasure(erasure=erasure, confirmed_by=confirmed_by, confirmed_at=now)
        erase_now(erasure=erasure, erased_at=now)
        self.stdout.write(_("%(id)s is erased.") % {"id": public_id})

    def tell(self, preview: ErasurePreview):
        for one in preview.counts:
            said = _("%(going)s deleted, %(unnamed)s kept without the name")
            counts = said % {"going": f"{one.going:>6,}", "unnamed": f"{one.unnamed:,}"}
            self.stdout.write(f"{counts}  {one.title}")
        for notice in preview.notices:
            self.stdout.write(notice)

    def person(self, name):
        source, colon, value = name.partition(":")
        if colon:
            rows = Person.objects.filter(external_ids__source=source, external_ids__value=value)
        else:
            rows = Person.objects.filter(public_id=name) | Person.objects.filter(email__iexact=name)
        found = rows.select_related("merged_into").first()
        if found is None:
            raise CommandError(_("Nobody is known as “%(name)s”.") % {"name": name})
        return found
