"""`manage.py backup FOLDER [--keep N]`"""

import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from lifow.base.backups.beside import all_beside
from lifow.base.backups.databases import BackupError
from lifow.base.backups.folders import make_backup


class Command(BaseCommand):
    help = (
        "Write the database and the uploaded files, as of now, into a new folder. The site goes on working."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="where the backup's own folder is made")
        parser.add_argument("--keep", type=int, metavar="N", help="delete all but the newest N backups there")

    def handle(self, *args: Any, folder: Path, keep: int | None, **options: Any) -> None:
        if keep is not None and keep < 1:
            raise CommandError(_("Keep one backup at least."))
        try:
            made = make_backup(
                connection=connection, media=Path(settings.MEDIA_ROOT), under=folder, made_at=timezone.now()
            )
        except (BackupError, OSError) as error:
            raise CommandError(_("No backup was made. %(reason)s") % {"reason": error}) from error
        self.stdout.write(str(made))
        for one in all_beside():
            try:
                one.keep(folder / one.name)
            except (OSError, ValueError) as error:
                told = {"file": folder / one.name, "reason": error}
                raise CommandError(
                    _("The backup is made, but not %(file)s beside it. %(reason)s") % told
                ) from error
        if keep is not None:
            for old in sorted(folder.glob("lifow-*Z"))[:-keep]:
                shutil.rmtree(old)
