"""`manage.py merge_people`: two records of one person become one, or are two again."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from lifow.people.merging.models import PersonMerge
from lifow.people.merging.reports import MergePreview, merge_preview
from lifow.people.merging.services import MergeError, merge_people, undo_merge
from lifow.people.persons.models import Person


class Command(BaseCommand):
    help = (
        "Merge a record into another one of the same person, or undo it. What was recorded is never changed."
    )

    def add_arguments(self, parser):
        parser.add_argument("kept", help="who stays: a public id (per_…), an email, or source:id")
        parser.add_argument("merged", help="the record that is read as theirs from then on; written alike")
        parser.add_argument("--undo", action="store_true", help="have them be two people again")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, and write nothing")
        parser.add_argument(
            "--named-twice", action="store_true", help="a system names both today, and means one person"
        )

    def handle(self, *args, kept, merged, undo, dry_run, named_twice, **options):
        one, other = self.person(kept), self.person(merged)
        if undo:
            self.undo(one, other, dry_run=dry_run)
            return
        before = PersonMerge.objects.in_force().filter(kept=one, merged=other).first()
        if before is not None:
            self.stdout.write(self.named(one, other, _("%(merged)s is merged into %(kept)s already.")))
            return
        preview = merge_preview(kept=one, merged=other)
        self.tell(preview)
        try:
            if dry_run:
                if preview.objections:
                    raise MergeError(preview.objections)
                self.stdout.write(_("Nothing was written."))
                return
            merge_people(
                kept=one, merged=other, merged_by=None, merged_at=timezone.now(), is_named_twice=named_twice
            )
        except MergeError as error:
            raise CommandError("\n".join(error.reasons)) from error
        self.stdout.write(self.named(one, other, _("%(merged)s is merged into %(kept)s.")))

    def undo(self, kept, merged, *, dry_run):
        merge = PersonMerge.objects.filter(kept=kept, merged=merged).newest_first().first()
        if merge is None:
            raise CommandError(self.named(kept, merged, _("%(merged)s is not merged into %(kept)s.")))
        if dry_run:
            self.stdout.write(self.named(kept, merged, _("%(merged)s and %(kept)s would be two people.")))
            return
        try:
            undo_merge(merge=merge, undone_by=None, undone_at=timezone.now())
        except MergeError as error:
            raise CommandError("\n".join(error.reasons)) from error
        self.stdout.write(self.named(kept, merged, _("%(merged)s and %(kept)s are two people again.")))

    def tell(self, preview: MergePreview):
        for what, count in preview.counts:
            if count:
                self.stdout.write(f"{count:>6,}  {what}")
        for notice in preview.notices:
            self.stdout.write(notice)
        for system in preview.named_twice:
            self.stdout.write(_("%(system)s names both today: say --named-twice.") % {"system": system})

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

    def named(self, kept, merged, text):
        names = {
            "kept": f"{kept} ({kept.public_id})",
            "merged": f"{merged} ({merged.public_id})",
        }
        return text % names
