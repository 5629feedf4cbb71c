"""Full-text search over the rows of a model: one interface, on SQLite (FTS5) and on PostgreSQL.

A model names its fields in `search_fields`, most important first; a migration creates the index with
`CreateSearchIndex`; a queryset gets `matching(text)` by `SearchQuerySet`. The database keeps the index itself
(triggers on SQLite, an expression index on PostgreSQL), so that no write of any kind passes it by.

Every word has to match: by its stem ("refunds" finds "refunding") or as it is, and the last one as a
beginning too, because somebody may still be typing. Accents do not count. C, C++ and C# are three words.
Whatever is typed is words: no character has a meaning as syntax.
"""

# ruff: noqa: S608 (names come from models, what people type goes in as parameters)

import re
import unicodedata
from typing import Any, Self

from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.models.expressions import RawSQL

MOST_WORDS = 12
MOST_CHARACTERS = 200
LEAST_PREFIX = 2
WORD = re.compile(r"[\w][\w+#.'’-]*", re.UNICODE)
WEIGHTS = (10.0, 4.0, 1.0, 1.0)
LETTERS = "ABCD"

STEMS = "porter unicode61 remove_diacritics 2"
WORDS = "unicode61 remove_diacritics 2"

# Names with signs that tell them apart, and the words that both the index and the question have for them.
SIGNS = {"++": "plusplus", "c#": "csharp", "f#": "fsharp"}
# Every other sign parts words, so that PostgreSQL's parser sees no path, number, mail or web address.
PARTING = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~‘’“”–—…"


def words_of(text: str) -> list[str]:
    """The words of what somebody typed, at most twelve; empty where there is none."""
    cleaned = unicodedata.normalize("NFC", text[:MOST_CHARACTERS]).replace("\x00", " ")
    return [_spelled(word.rstrip(".'’-")) for word in WORD.findall(cleaned)][:MOST_WORDS]


def _spelled(word: str) -> str:
    """A word with its signs written out, as `_plain_sql` has it in the index."""
    for sign, written in SIGNS.items():
        word = re.sub(re.escape(sign), written, word, flags=re.IGNORECASE)
    return word


def _plain_sql(column: str) -> str:
    """A column in small letters, its signs written out."""
    plain = f"lower({column})"
    for sign, written in SIGNS.items():
        plain = f"replace({plain}, '{sign}', '{written}')"
    return plain


class SearchQuerySet(models.QuerySet):
    """Adds `matching` to a queryset of a model with `search_fields` and a search index."""

    def matching(self, text: str) -> Self:
        """The rows that match every word of `text`, the best first; none for a text without words."""
        words = words_of(text)
        if not words:
            return self.none()
        matches = _postgresql if connections[self.db].vendor == "postgresql" else _sqlite
        found, rank = matches(self.model, words)
        return self.filter(pk__in=found).annotate(search_rank=rank).order_by("-search_rank", "pk")


def _sqlite(model: Any, words: list[str]) -> tuple[RawSQL, RawSQL]:
    table = model._meta.db_table
    stems, plain = f"{table}_stems", f"{table}_words"
    weights = ", ".join(str(weight) for weight in WEIGHTS[: len(model.search_fields)])
    by_stem = " ".join(_quoted(word) for word in words)
    by_word = by_stem + ("*" if _may_begin(words[-1]) else "")
    found = f"""
        SELECT rowid FROM {stems} WHERE {stems} MATCH %s
        UNION SELECT rowid FROM {plain} WHERE {plain} MATCH %s
    """
    rank = f"""
        SELECT -MIN(score) FROM (
            SELECT bm25({stems}, {weights}) AS score FROM {stems}
            WHERE {stems} MATCH %s AND rowid = {table}.id
            UNION ALL
            SELECT bm25({plain}, {weights}) FROM {plain}
            WHERE {plain} MATCH %s AND rowid = {table}.id
        )
    """
    params = [by_stem, by_word]
    return RawSQL(found, params), RawSQL(rank, params, output_field=models.FloatField())  # noqa: S611


def _quoted(word: str) -> str:
    """A string of FTS5, in which only the quotation mark means something."""
    return '"{}"'.format(word.replace('"', '""'))


def _postgresql(model: Any, words: list[str]) -> tuple[RawSQL, RawSQL]:
    table = model._meta.db_table
    vector = vector_sql(model.search_fields, prefix=f"{table}.")
    query, params = _tsquery(words)
    found = f"SELECT id FROM {table} WHERE {vector_sql(model.search_fields)} @@ ({query})"
    rank = f"ts_rank('{{0.1, 0.2, 0.4, 1.0}}', {vector}, ({query}))"
    return RawSQL(found, params), RawSQL(rank, params, output_field=models.FloatField())  # noqa: S611


def _tsquery(words: list[str]) -> tuple[str, list[str]]:
    parts, params = [], []
    for place, word in enumerate(words):
        either = [f"phraseto_tsquery('{config}', lifow_search_text(%s))" for config in ("english", "simple")]
        params += [word, word]
        if place == len(words) - 1 and _may_begin(word):
            *before, last = re.findall(r"[^\W_]+", word)
            either.append(
                "(phraseto_tsquery('simple', lifow_search_text(%s))"
                " <-> to_tsquery('simple', lifow_search_text(%s) || ':*'))"
            )
            params += [" ".join(before), last]
        parts.append(f"({' || '.join(either)})")
    return " && ".join(parts), params


def _may_begin(word: str) -> bool:
    """Whether a word stands for longer ones as well; "C" does not stand for "C++"."""
    return len(word) >= LEAST_PREFIX and word[-1].isalnum()


def vector_sql(fields: tuple[str, ...], prefix: str = "") -> str:
    """The tsvector of some columns, by stem and as they are, weighted A, B, C, D in their order."""
    parts = [
        f"setweight(to_tsvector('{config}', lifow_search_text({prefix}{field})), '{letter}')"
        for field, letter in zip(fields, LETTERS, strict=False)
        for config in ("english", "simple")
    ]
    return f"({' || '.join(parts)})"


class CreateSearchIndex(Operation):
    """Create the search index of a model's columns and fill it from the rows that are there.

    SQLite drops triggers with a table that it makes anew, as some later changes of the model do: see
    `RenewSearchIndex`.
    """

    reversible = True

    def __init__(self, model_name: str, fields: tuple[str, ...]) -> None:
        self.model_name = model_name
        self.fields = tuple(fields)

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The index is no part of the models' state."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        table = to_state.apps.get_model(app_label, self.model_name)._meta.db_table
        for statement in self._forwards(schema_editor.connection, table):
            schema_editor.execute(statement, params=None)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        table = from_state.apps.get_model(app_label, self.model_name)._meta.db_table
        for statement in self._backwards(schema_editor.connection, table):
            schema_editor.execute(statement, params=None)

    def describe(self) -> str:
        return f"Create the search index of {self.model_name}"

    def _forwards(self, connection: BaseDatabaseWrapper, table: str) -> list[str]:
        if connection.vendor == "postgresql":
            return [
                _text_function(),
                f"CREATE INDEX {table}_search ON {table} USING gin ({vector_sql(self.fields)})",
            ]
        statements = self._backwards(connection, table)
        for suffix, tokenize in (("stems", STEMS), ("words", WORDS)):
            statements += _fts5(table, f"{table}_{suffix}", self.fields, tokenize)
        return statements

    def _backwards(self, connection: BaseDatabaseWrapper, table: str) -> list[str]:
        if connection.vendor == "postgresql":
            return [f"DROP INDEX {table}_search"]
        names = [f"{table}_{suffix}" for suffix in ("stems", "words")]
        triggers = [f"DROP TRIGGER IF EXISTS {name}_{when}" for name in names for when in ("ai", "ad", "au")]
        return [*triggers, *(f"DROP TABLE IF EXISTS {name}" for name in names)]


class RenewSearchIndex(CreateSearchIndex):
    """Make the index again where the database loses it by a change of the table, as SQLite does.

    It stands on both sides of such a change: one is for the way forwards, the other for the way back.
    """

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        if schema_editor.connection.vendor == "sqlite":
            super().database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        self.database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"Renew the search index of {self.model_name}"


class RefillSearchIndex(CreateSearchIndex):
    """Make the entries of an index again on PostgreSQL, after a change of how `lifow_search_text` reads."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        if schema_editor.connection.vendor == "postgresql":
            table = to_state.apps.get_model(app_label, self.model_name)._meta.db_table
            schema_editor.execute(_text_function(), params=None)
            schema_editor.execute(f"REINDEX INDEX {table}_search", params=None)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        """What was read before is read the same way now."""

    def describe(self) -> str:
        return f"Refill the search index of {self.model_name}"


def _text_function() -> str:
    # Marks come off Latin letters only: elsewhere a mark can make another letter.
    unmarked = f"regexp_replace(normalize({_plain_sql('$1')}, NFD), '([a-z])[\\u0300-\\u036f]+', '\\1', 'g')"
    parting = PARTING.replace("'", "''")
    return f"""
        CREATE OR REPLACE FUNCTION lifow_search_text(text) RETURNS text
        LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURNS NULL ON NULL INPUT AS $$
            SELECT translate(normalize({unmarked}, NFC), '{parting}', '{" " * len(PARTING)}')
        $$
    """


def _fts5(table: str, index: str, fields: tuple[str, ...], tokenize: str) -> list[str]:
    """An index that holds no text: what is taken out of it has to be given as it was put in."""
    columns = ", ".join(fields)
    new = ", ".join(_plain_sql(f"new.{field}") for field in fields)
    old = ", ".join(_plain_sql(f"old.{field}") for field in fields)
    add = f"INSERT INTO {index}(rowid, {columns}) VALUES (new.id, {new});"
    remove = f"INSERT INTO {index}({index}, rowid, {columns}) VALUES ('delete', old.id, {old});"
    plain = ", ".join(_plain_sql(field) for field in fields)
    return [
        f"CREATE VIRTUAL TABLE {index} USING fts5({columns}, content='', tokenize='{tokenize}')",
        f"CREATE TRIGGER {index}_ai AFTER INSERT ON {table} BEGIN {add} END",
        f"CREATE TRIGGER {index}_ad AFTER DELETE ON {table} BEGIN {remove} END",
        f"CREATE TRIGGER {index}_au AFTER UPDATE OF {columns} ON {table} BEGIN {remove} {add} END",
        f"INSERT INTO {index}(rowid, {columns}) SELECT id, {plain} FROM {table}",
    ]
