"""`manage.py import_modules FOLDER --as EMAIL [--write]`"""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from content.authoring.interchange import PICTURES, READ_ENDINGS
from content.authoring.interchange.folders import LARGEST_FILE, LARGEST_PICTURE
from content.authoring.reports import Outcome, pictures_of_folder, plan_of_folder
from content.authoring.services import write_folder
from content.catalogue.services import ModuleError
from lifow.people.persons.models import Person


class Command(BaseCommand):
    help = "Show what the Markdown files of a folder would change, and with --write write it, as drafts."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)
        parser.add_argument(
            "--as", dest="author", metavar="EMAIL", required=True, help="whose drafts they are"
        )
        parser.add_argument("--write", action="store_true", help="write what the plan shows")

    def handle(self, *args, **options):
        author = Person.objects.filter(email__iexact=options["author"], is_active=True).first()
        if author is None or not (author.is_author or author.is_hr_admin):
            raise CommandError(f"{options['author']} is no content author. Name one by their email.")
        files, pictures = self.read(options["folder"]), self.read_pictures(options["folder"] / PICTURES)
        plan = plan_of_folder(files, pictures_of_folder(pictures))
        for row in plan.rows:
            if row.outcome != Outcome.SAME:
                self.stdout.write(f"{row.outcome.value:8} {row.name} {row.problem}".rstrip())
            for name in row.lost_pictures:
                self.stdout.write(f"{'':8} {row.name} shows {name}, which is not in the folder.")
        counts = ", ".join(f"{plan.count(one)} {one.value}" for one in Outcome)
        self.stdout.write(f"{counts}.")
        if plan.is_refused:
            raise CommandError("Nothing is written until all files can be. Correct those that are refused.")
        if options["write"]:
            try:
                write_folder(files=files, pictures=pictures, by=author, as_of=timezone.now())
            except ModuleError as error:
                raise CommandError(f"Nothing is written: {error}") from error
            self.stdout.write("Written, as drafts.")

    def read_pictures(self, folder):
        try:
            paths = sorted(folder.iterdir()) if folder.is_dir() else []
            pictures = [one for one in paths if one.suffix.lower() in READ_ENDINGS and one.is_file()]
            large = next((one for one in pictures if one.stat().st_size > LARGEST_PICTURE), None)
            if large is not None:
                raise CommandError(f"{large} is larger than a picture may be. Make it smaller.")
            return {one.name: one.read_bytes() for one in pictures}
        except OSError as error:
            raise CommandError(f"{folder} cannot be read: {error}.") from error

    def read(self, folder):
        try:
            paths = [one for one in sorted(folder.iterdir()) if one.suffix == ".md" and one.is_file()]
            large = next((one for one in paths if one.stat().st_size > LARGEST_FILE), None)
            if large is not None:
                raise CommandError(f"{large} is larger than a module is. Leave it out.")
            return {one.name: one.read_bytes().decode() for one in paths}
        except UnicodeDecodeError as error:
            raise CommandError(f"A file in {folder} is not in UTF-8: {error}. Save it as UTF-8.") from error
        except OSError as error:
            raise CommandError(f"{folder} cannot be read: {error}. Name a folder with modules.") from error
