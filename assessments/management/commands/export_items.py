"""`manage.py export_items SKILL PATH [--format gift|aiken|moodle|qti|csv]`"""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from assessments.testing.interchange.formats.registry import FORMATS
from assessments.testing.interchange.reports import export_items, exportable_skills
from assessments.testing.interchange.reports.review import in_the_readers_words
from lifow.base.listing import first_names


class Command(BaseCommand):
    help = "Write the published questions of a skill, with what is right, as a file for another system."

    def add_arguments(self, parser):
        parser.add_argument("skill", help="key or name of the skill")
        parser.add_argument("path", type=Path, help="where to write the file; one that is there is kept")
        parser.add_argument(
            "--format", default="csv", choices=sorted(FORMATS), help="the format; csv by default"
        )

    def handle(self, *args, skill, path, **options):
        skills = exportable_skills()
        found = list(skills.filter(external_id=skill)) or list(skills.filter(name__iexact=skill))
        if len(found) != 1:
            known = ", ".join(first_names(skills.values_list("external_id", flat=True))) or "–"
            text = _("There are no published questions of “%(skill)s”, or several skills. Known: %(known)s")
            raise CommandError(text % {"skill": skill, "known": known})
        exported = export_items(skill=found[0], format=options["format"])
        try:
            with path.open("xb") as file:
                file.write(exported.content)
        except OSError as error:
            raise CommandError(_("Nothing was written: %(why)s.") % {"why": error.strerror}) from error
        for remark in exported.remarks:
            self.stdout.write(f"  {remark.where}: {in_the_readers_words(remark)}")
        written = exported.count - exported.left_out
        self.stdout.write(_("Questions written to %(path)s: %(count)s.") % {"path": path, "count": written})
