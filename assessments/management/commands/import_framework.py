"""`manage.py import_framework --format gdad|onet|csv PATH [--dry-run] [--levels MAP]`"""

import csv
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.frameworks.interchange import describe, formats
from assessments.frameworks.interchange.faults import SHOWN as SHOWN_FAULTS
from assessments.frameworks.interchange.faults import FrameworkError, fault_table
from assessments.frameworks.interchange.level_maps import SAME_MEANING, ImportChoices, read_level_map
from assessments.frameworks.reports import (
    framework_plan,
    import_faults,
    level_map_counts,
    roles_in_use,
    skills_lost,
    skills_replaced,
)
from assessments.frameworks.services import apply_framework_plan
from lifow.base.tabular import guarded, write_beside

SHOWN = 50


class Command(BaseCommand):
    help = "Import a framework: scale, skills, roles and requirements. Twice the same changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("path", type=Path, help="the file or folder, as the format has it")
        parser.add_argument("--format", required=True, choices=sorted(formats.READERS), help="the format")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, write nothing")
        meaning = parser.add_mutually_exclusive_group()
        meaning.add_argument(
            "--levels",
            metavar="MAP",
            help="where levels mean something else now: how each old one reads, such as 1=3,2=2,3=1",
        )
        meaning.add_argument(
            "--same-meaning",
            action="store_true",
            help="where the names of levels were only corrected: each number means what it meant",
        )
        parser.add_argument(
            "--levels-of",
            nargs=2,
            action="append",
            default=[],
            metavar=("FRAMEWORK", "MAP"),
            help="where a skill of another framework is replaced: how its levels read here, such as"
            " other 1=3,2=2; or other same",
        )
        parser.add_argument(
            "--without-replacement",
            action="store_true",
            help="let skills go although evidence stands on them and nothing takes their place",
        )
        parser.add_argument(
            "--left-out",
            type=Path,
            metavar="FILE",
            help="write each line left out, with its reason, as CSV, to a new file",
        )

    def handle(self, *args, path, **options):
        try:
            self.bring_in(path, options)
        except FrameworkError as error:
            lines = [_("Nothing was imported."), str(error), *self.where_all_faults_are(path, error.faults)]
            raise CommandError("\n".join(lines)) from error

    def bring_in(self, path, options):
        said = ImportChoices(
            mapping=self.mapping(options),
            mappings_of_others=self.mappings_of_others(options),
            may_lose=options["without_replacement"],
        )
        document = formats.read(options["format"], path)
        changes = framework_plan(document)
        self.stdout.write(describe.reading(document))
        self.list(describe.reading_details(document, SHOWN))
        self.stdout.write(describe.change(changes))
        if not changes.is_new:
            self.list(describe.change_details(changes, SHOWN))
            self.list(describe.in_use(roles_in_use(changes)))
        self.list(describe.replacing(changes, skills_replaced(changes), skills_lost(changes), SHOWN))
        if faults := import_faults(document, **said._asdict()):
            raise FrameworkError(faults)
        self.tell_what_reads_anew(changes, said.mapping)
        if options["dry_run"]:
            self.stdout.write(_("This was a dry run: nothing was written."))
            return
        if options["left_out"]:
            self.write_left_out(document.left_out, options["left_out"])
        if not changes.is_empty:
            apply_framework_plan(plan=changes, applied_at=timezone.now(), **said._asdict())

    def mapping(self, options):
        if options["same_meaning"]:
            return SAME_MEANING
        return read_level_map(options["levels"]) if options["levels"] is not None else None

    def mappings_of_others(self, options):
        return {
            key: SAME_MEANING if text == "same" else read_level_map(text)
            for key, text in options["levels_of"]
        }

    def tell_what_reads_anew(self, changes, mapping):
        """How much evidence is read by the map from now on; none where the levels mean what they meant."""
        reads_anew = level_map_counts(changes, mapping)
        if reads_anew is not None:
            pieces, people = reads_anew
            text = _("Read by the map from now on: evidence %(pieces)s, people %(people)s.")
            self.stdout.write(text % {"pieces": f"{pieces:,}", "people": f"{people:,}"})

    def list(self, lines):
        for line in lines:
            self.stdout.write(f"  {line}")

    def where_all_faults_are(self, path, faults):
        """A line that says in which file all faults are, where there are more than are printed."""
        if len(faults) <= SHOWN_FAULTS:
            return
        try:
            found = write_beside(path, ".faults.csv", fault_table(faults))
        except OSError as error:
            text = _("There is no room for a file with all of them beside it. %(reason)s")
            yield text % {"reason": error}
        else:
            text = _("All %(count)s are in %(path)s.")
            yield text % {"count": f"{len(faults):,}", "path": found}

    def write_left_out(self, left_out, path):
        lines = ((out.file, str(out.line), out.column, out.value, out.reason) for out in left_out)
        try:
            with path.open("x", newline="", encoding="utf-8") as file:
                writer = csv.writer(file)
                writer.writerow(["file", "line", "column", "value", "reason"])
                writer.writerows([guarded(cell) for cell in line] for line in lines)
        except OSError as error:
            text = _("Nothing was imported: the lines left out cannot be written. %(reason)s")
            raise CommandError(text % {"reason": error}) from error
