"""`manage.py restore FOLDER [--replace]`"""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils.translation import gettext as _

from lifow.base.backups.beside import all_beside
from lifow.base.backups.databases import BackupError
from lifow.base.backups.folders import read_backup, restore_backup


class Command(BaseCommand):
    help = "Put the database and the uploaded files back as in a backup. Stop the site and the workers first."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="the folder that `backup` has printed")
        parser.add_argument("--replace", action="store_true", help="though there are people in the database")

    def handle(self, *args: Any, folder: Path, replace: bool, **options: Any) -> None:
        try:
            backup = read_backup(folder)
            if not replace and self.has_people():
                raise CommandError(_("There are people in the database. With --replace they go."))
            restore_backup(backup=backup, connection=connection, media=Path(settings.MEDIA_ROOT))
        except (BackupError, OSError) as error:
            raise CommandError(str(error)) from error
        said = _("Restored as of %(moment)s. Run migrate, then start the site and the workers.")
        self.stdout.write(said % {"moment": backup.made_at.isoformat(timespec="seconds")})
        for one in all_beside():
            self.stdout.write(str(one.again) % {"file": folder.resolve().parent / one.name})

    def has_people(self) -> bool:
        people = get_user_model()
        is_there = people._meta.db_table in connection.introspection.table_names()
        return is_there and people._default_manager.exists()
