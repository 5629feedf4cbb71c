"""Everything that is stored, as text: each column of each table, the search index, and each file of media."""

import json
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection


def tables() -> list[str]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            )
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'")
        return sorted(name for (name,) in cursor.fetchall())


def dump() -> Iterator[tuple[str, str]]:
    """(place, text) of everything that is stored."""
    with connection.cursor() as cursor:
        for table in tables():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            columns = [one[0] for one in cursor.description]
            for row in cursor.fetchall():
                for column, value in zip(columns, row, strict=True):
                    yield f"{table}.{column}", _text(value)
        if connection.vendor == "sqlite":
            yield from _words_of_the_index(cursor)
    for file in sorted(Path(settings.MEDIA_ROOT).rglob("*")):
        if file.is_file():
            yield f"media/{file.name}", file.name + file.read_bytes().decode("latin-1")


def _words_of_the_index(cursor) -> Iterator[tuple[str, str]]:
    cursor.execute("SELECT name FROM sqlite_master WHERE sql LIKE '%USING fts5%'")
    for (name,) in cursor.fetchall():
        cursor.execute(f"CREATE VIRTUAL TABLE temp.words_of_{name} USING fts5vocab(main, {name}, row)")
        cursor.execute(f"SELECT term FROM temp.words_of_{name}")
        yield from ((f"{name} (word)", term) for (term,) in cursor.fetchall())
        cursor.execute(f"DROP TABLE temp.words_of_{name}")


def found_in(everything: list[tuple[str, str]], needle: str) -> set[str]:
    """The places that hold a text, in whatever case, as it is or as JSON writes it."""
    written = {needle.lower(), json.dumps(needle)[1:-1].lower()}
    return {place for place, text in everything if any(one in text.lower() for one in written)}


def _text(value: object) -> str:
    if isinstance(value, (bytes, memoryview)):
        return bytes(value).decode("latin-1")
    return str(value)
