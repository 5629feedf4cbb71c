"""What a migration takes away is written by no trigger, and is marked again once it is over."""

import pytest
from django.db import migrations, models
from django.db.migrations import Migration

from lifow.base.passages.following import precede_migrations
from lifow.base.passages.registry import findables
from lifow.base.passages.triggers import keep_triggers

pytestmark = pytest.mark.django_db


def a_migration(*operations: migrations.operations.base.Operation) -> Migration:
    migration = Migration("0099_changes", "people")
    migration.operations = list(operations)
    return migration


COLUMN = models.CharField(max_length=9)
FOLLOWING_PEOPLE = {
    one.kind for one in findables() if any(watched.table == "people_person" for watched in one.watched)
}


@pytest.mark.parametrize(
    ("operation", "undone"),
    [
        (migrations.RemoveField("Person", "nickname"), False),
        (migrations.RenameField("person", "nickname", "alias"), False),
        (migrations.RenameModel("Person", "Colleague"), False),
        (migrations.RenameModel("Colleague", "Person"), True),
        (migrations.AddField("person", "nickname", COLUMN), True),
        (
            migrations.SeparateDatabaseAndState(
                database_operations=[migrations.RemoveField("person", "nickname")]
            ),
            False,
        ),
    ],
)
def test_a_table_that_loses_a_column_has_no_triggers_until_the_migrations_are_over(operation, undone):
    assert keep_triggers("default") == set()
    precede_migrations("default", [(a_migration(operation), undone)])
    assert keep_triggers("default") == FOLLOWING_PEOPLE
    assert "person" in FOLLOWING_PEOPLE


@pytest.mark.parametrize(
    ("operation", "undone"),
    [
        (migrations.AddField("person", "nickname", COLUMN), False),
        (migrations.RemoveField("person", "nickname"), True),
        (migrations.RemoveField("dutyroster", "shift"), False),
        (migrations.RunSQL("SELECT 1"), False),
        (
            migrations.SeparateDatabaseAndState(
                state_operations=[migrations.RemoveField("person", "nickname")]
            ),
            False,
        ),
    ],
)
def test_all_other_migrations_leave_the_triggers_and_nothing_is_read_again(operation, undone):
    precede_migrations("default", [(a_migration(operation), undone)])
    assert keep_triggers("default") == set()
