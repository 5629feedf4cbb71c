"""The search index as the first migrations make it.

On PostgreSQL an expression index, which keeps no text: a rank has to read that of every hit again. On SQLite
FTS5 tables of stems, which are still in use, and of whole words.
"""

from lifow.base.search.postgresql import LETTERS, text_function
from lifow.base.search.sqlite import Index

WORDS = Index("words", "tokenize='unicode61 remove_diacritics 2'")


def create_on_postgresql(table: str, fields: tuple[str, ...], how: str = "") -> list[str]:
    """Statements for the expression index; `how` is CONCURRENTLY where no transaction forbids it."""
    vector = " || ".join(
        f"setweight(to_tsvector('{config}', lifow_search_text({field})), '{letter}')"
        for field, letter in zip(fields, LETTERS, strict=False)
        for config in ("english", "simple")
    )
    return [
        text_function(),
        # One that was not finished is there and of no use.
        *drop_on_postgresql(table, how),
        f"CREATE INDEX {how} {table}_search ON {table} USING gin (({vector}))",
    ]


def drop_on_postgresql(table: str, how: str = "") -> list[str]:
    return [f"DROP INDEX {how} IF EXISTS {table}_search"]
