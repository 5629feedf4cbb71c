"""Search on SQLite: FTS5 tables beside the model's table, kept by triggers: of stems, and of beginnings.

They hold no text: what is taken out of them has to be given as it was put in. Their hits come in the order
of ids, one by one, so that whoever wants the first of many reads no more.
"""

# ruff: noqa: S608 (names come from models, what people type goes in as parameters)

from collections.abc import Sequence
from dataclasses import dataclass

from lifow.base.search.ranking import Question, Source
from lifow.base.search.words import plain_sql

HIT_ID = "hits.rowid"
WEIGHTS = (10.0, 4.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True)
class Index:
    """One FTS5 table of a model's table, by what its name ends with."""

    suffix: str
    options: str

    def name(self, table: str) -> str:
        return f"{table}_{self.suffix}"

    def create(self, table: str, fields: tuple[str, ...]) -> list[str]:
        """Statements that make it anew with its triggers, and fill it."""
        name, columns = self.name(table), ", ".join(fields)
        new, old, now = (
            ", ".join(plain_sql(f"{row}{field}") for field in fields) for row in ("new.", "old.", "")
        )
        add = f"INSERT INTO {name}(rowid, {columns}) VALUES (new.id, {new});"
        remove = f"INSERT INTO {name}({name}, rowid, {columns}) VALUES ('delete', old.id, {old});"
        return [
            *self.drop(table),
            f"CREATE VIRTUAL TABLE {name} USING fts5({columns}, content='', {self.options})",
            f"CREATE TRIGGER {name}_ai AFTER INSERT ON {table} BEGIN {add} END",
            f"CREATE TRIGGER {name}_ad AFTER DELETE ON {table} BEGIN {remove} END",
            f"CREATE TRIGGER {name}_au AFTER UPDATE OF {columns} ON {table} BEGIN {remove} {add} END",
            f"INSERT INTO {name}(rowid, {columns}) SELECT id, {now} FROM {table}",
        ]

    def drop(self, table: str) -> list[str]:
        name = self.name(table)
        triggers = [f"DROP TRIGGER IF EXISTS {name}_{when}" for when in ("ai", "ad", "au")]
        return [*triggers, f"DROP TABLE IF EXISTS {name}"]


STEMS = Index("stems", "tokenize='porter unicode61 remove_diacritics 2'")
STARTS = Index("starts", "tokenize='unicode61 remove_diacritics 2', prefix='2 3 4'")


def best_sql(question: Question) -> tuple[str, list[object]]:
    """A query for the ids of the best matches, the best first."""
    steps, found = question.scope.steps, []
    params: list[object] = [*question.scope.step_params]
    for place, source in enumerate(question.sources):
        # SQLite would look at each hit before it sees that none is wanted.
        before = [f"source_{earlier}" for earlier in range(place)]
        limit = f"CASE WHEN {question.wanted(before)} THEN {question.scored} ELSE 0 END"
        sql, source_params = (_prefix_sql if source.is_prefix else _whole_sql)(question, source, place, limit)
        steps.append(sql)
        params += source_params
        found.append(f"SELECT id, score, {place} AS place FROM source_{place}")
    sql = f"""
        WITH {", ".join(steps)}
        SELECT id
        FROM (SELECT id, score, min(place) AS place FROM ({" UNION ALL ".join(found)}) GROUP BY id)
        ORDER BY place, score, id
        LIMIT {question.most}
    """
    return sql, params


def _whole_sql(question: Question, source: Source, place: int, limit: str) -> tuple[str, list[object]]:
    """Hits with every word by its stem, scored as they are read."""
    stems = STEMS.name(question.table)
    sql = f"""
        source_{place} AS (
            SELECT hits.rowid AS id, {_score(stems, question)} AS score FROM {stems} AS hits
            WHERE hits.{stems} MATCH %s AND {question.scope.has(HIT_ID)}
            ORDER BY hits.rowid LIMIT {limit}
        )
    """
    asked = _every(question.words)
    if not source.is_everywhere:
        # The score counts the words in the other fields too.
        asked = f"({_within(source, asked)}) AND ({asked})"
    return sql, [asked, *question.scope.hit_params]


def _prefix_sql(question: Question, source: Source, place: int, limit: str) -> tuple[str, list[object]]:
    """Hits with the last word as a prefix and the others by their stem, scored by the others.

    Both tables give their hits in the order of ids, so that they are merged and not kept.
    """
    stems, starts = STEMS.name(question.table), STARTS.name(question.table)
    *before, last = question.words
    prefix = f"SELECT rowid FROM {starts} WHERE {starts} MATCH %s"
    whole = f"INTERSECT SELECT rowid FROM {stems} WHERE {stems} MATCH %s" if before else ""
    others = [_within(source, _every(before))] if before else []
    ids = f"""
        SELECT hits.rowid AS id FROM ({prefix} {whole} ORDER BY rowid) AS hits
        WHERE {question.scope.has(HIT_ID)} LIMIT {limit}
    """
    params = [_within(source, _every([last]) + " *"), *others, *question.scope.hit_params]
    if not before:
        return f"source_{place} AS (SELECT id, 0.0 AS score FROM ({ids}))", params
    sql = f"""
        typed_{place} AS ({ids}),
        source_{place} AS (
            SELECT hits.rowid AS id, {_score(stems, question)} AS score FROM {stems} AS hits
            WHERE hits.{stems} MATCH %s AND +hits.rowid IN (SELECT id FROM typed_{place})
            AND hits.rowid BETWEEN (SELECT min(id) FROM typed_{place}) AND (SELECT max(id) FROM typed_{place})
        )
    """
    return sql, [*params, _every(before)]


def _score(index: str, question: Question) -> str:
    weights = ", ".join(str(weight) for weight in WEIGHTS[: len(question.fields)])
    return f"bm25({index}, {weights})"


def _every(words: Sequence[str]) -> str:
    """FTS5's words for all of these; in its strings only the quotation mark means something."""
    return " ".join('"{}"'.format(word.replace('"', '""')) for word in words)


def _within(source: Source, asked: str) -> str:
    """Words that have to be in the fields of a source."""
    return asked if source.is_everywhere else f"{{{' '.join(source.fields)}}} : ({asked})"
