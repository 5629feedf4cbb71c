"""`manage.py export_modules FOLDER`"""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from content.authoring.interchange import PICTURES
from content.authoring.reports import module_files, pictures_of_files


class Command(BaseCommand):
    help = "Write every module that is not archived as a Markdown file, and its pictures, into a folder."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="is made where there is none")

    def handle(self, *args, **options):
        folder, files = options["folder"], module_files()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for name, text in files.items():
                (folder / name).write_bytes(text.encode())
            for name, data in pictures_of_files(files):
                (folder / PICTURES).mkdir(exist_ok=True)
                (folder / PICTURES / name).write_bytes(data)
        except OSError as error:
            raise CommandError(f"{folder} cannot be written: {error}. Name another folder.") from error
        self.stdout.write(f"{len(files)} modules are in {folder}.")
