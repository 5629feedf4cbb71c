"""`manage.py migrate`: Django's, beside a site that serves."""

from time import sleep
from typing import Any

from django.core.management import CommandError
from django.core.management.commands import migrate
from django.db import OperationalError, connections
from django.utils.translation import gettext as _

from lifow.base.database.migration_states import migrations_made_fast
from lifow.base.database.schema_changes import PAUSES, short_locks, was_locked_out


class Command(migrate.Command):
    """Django's command. A change of a table that others use gives up after a second, so that nobody waits
    behind it, and is tried again; what was migrated by then stays. The models of the states in between are
    made faster than Django makes them."""

    def handle(self, *args: Any, **options: Any) -> None:
        with migrations_made_fast(), short_locks(connections[options["database"]]):
            for pause in PAUSES:
                try:
                    super().handle(*args, **options)
                except OperationalError as error:
                    if not was_locked_out(error):
                        raise
                    said = _("A table is in use. Nobody waits for it: trying again in %(seconds)d s.")
                    self.stderr.write(said % {"seconds": pause})
                    sleep(pause)
                else:
                    return
        raise CommandError(
            _(
                "A table has been in use for ten minutes: pg_stat_activity names who holds it. What was "
                "migrated stays; run migrate again."
            )
        )
