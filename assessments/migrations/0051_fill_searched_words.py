"""What the questions are searched by that were there before."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import migrations, transaction

AT_ONCE = 500
NO_ANSWER = ("key", "rationale")


def answer_texts(body: Mapping[str, Any]) -> Iterator[str]:
    for field, value in body.items():
        if isinstance(value, str) and field != "rationale":
            yield value
        for row in value if isinstance(value, list) else ():
            parts = {"": row} if isinstance(row, str) else row if isinstance(row, Mapping) else {}
            yield from (
                text for part, text in parts.items() if isinstance(text, str) and part not in NO_ANSWER
            )


def fill(apps, schema_editor):
    """Some at a time, each in a transaction: one that was interrupted goes on."""
    versions = apps.get_model("assessments", "ItemVersion").objects
    rows = versions.filter(searched_answers__isnull=True).select_related("item__skill").order_by("pk")
    last = 0
    while True:
        with transaction.atomic(schema_editor.connection.alias):
            found = list(rows.filter(pk__gt=last).select_for_update(of=("self",))[:AT_ONCE])
            for one in found:
                one.searched_answers = "\n".join(answer_texts(one.body))
                one.searched_skill = one.item.skill.name
            versions.bulk_update(found, ["searched_answers", "searched_skill"])
        if not found:
            return
        last = found[-1].pk


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("assessments", "0050_searched_words_of_items")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
