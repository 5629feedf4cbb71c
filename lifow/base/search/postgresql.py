"""Search on PostgreSQL: a table of documents beside the model's table, kept by a trigger, under a GIN index.

A document holds the folded words of a row as tsvectors, by stem and as they are: `vector` of all fields,
weighted A, B, C, D in their order, and for each field but the last one of it and those before it, because
GIN keeps no weights. Beside the words stand marks, which no word can be (`lifow_search_text` takes their
signs out of texts): `*` and the first two and three letters of each word, so that a beginning is one entry
of the index and not hundreds; and in `vector` `#` and the block of ids that the row belongs to.
"""

# ruff: noqa: S608 (names come from models, what people type goes in as parameters)

import re
from collections.abc import Sequence

from lifow.base.search.ranking import Question, Source
from lifow.base.search.words import may_begin, plain_sql

HIT_ID = "hits.id"
LETTERS = "ABCD"
WEIGHTS = "{0.1, 0.2, 0.4, 1.0}"
# A block is 4,096 ids.
BLOCK_BITS = 12
# Beginnings of so many letters are marks in the index.
BEGINNINGS = (2, 3)
FILLED_AT_ONCE = 200
# Every other sign parts words, so that PostgreSQL's parser sees no path, number, mail or web address.
PARTING = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~‘’“”–—…"
# By its stem or as it is.
WHOLE = (
    "(phraseto_tsquery('english', lifow_search_text(%s))"
    " || phraseto_tsquery('simple', lifow_search_text(%s)))"
)


def documents(table: str) -> str:
    """The table of the documents of a model's table."""
    return f"{table}_search_document"


# Questions


def best_sql(question: Question) -> tuple[str, list[object]]:
    """A query for the ids of the best matches, the best first."""
    table = documents(question.table)
    asked, params = _asked_sql(question.words)
    steps, found = [f"asked AS MATERIALIZED ({asked})", f"blocks (block) AS ({_blocks_sql(table)})"], []
    steps += question.scope.steps
    params += question.scope.step_params
    for place, source in enumerate(question.sources):
        steps.append(_source_sql(table, question, source, place))
        params += question.scope.hit_params * 2
        found.append(f"SELECT id, {place} AS place FROM source_{place}")
    sql = f"""
        WITH RECURSIVE {", ".join(steps)}
        SELECT found.id
        FROM (SELECT id, min(place) AS place FROM ({" UNION ALL ".join(found)}) AS each GROUP BY id) AS found
        CROSS JOIN asked
        JOIN {table} AS document ON document.id = found.id
        ORDER BY found.place, ts_rank('{WEIGHTS}', document.vector, asked.whole) DESC, found.id
        LIMIT {question.most}
    """
    return sql, params


def _asked_sql(words: Sequence[str]) -> tuple[str, list[object]]:
    """A row of two tsqueries: every word `whole`, and the last one as a `prefix`."""
    *before, last = words
    others = " && ".join([WHOLE] * len(before)) or "''::tsquery"
    prefix, prefix_params = _prefix_sql(last)
    sql = f"""
        SELECT others && last AS whole, others && prefix AS prefix
        FROM (SELECT {others} AS others, {WHOLE} AS last, {prefix} AS prefix) AS words
    """
    return sql, [*(word for word in words for _ in range(2)), *prefix_params]


def _prefix_sql(word: str) -> tuple[str, list[object]]:
    """A word as the beginning of others; its last part is, where signs part it."""
    if not may_begin(word):
        return "''::tsquery", []
    *start, part = re.findall(r"[^\W_]+", word)
    if not start and len(part) in BEGINNINGS:
        return "('*' || lifow_search_text(%s))::tsquery", [part]
    sql = (
        "(phraseto_tsquery('simple', lifow_search_text(%s))"
        " <-> to_tsquery('simple', lifow_search_text(%s) || ':*'))"
    )
    return sql, [" ".join(start), part]


def _blocks_sql(table: str) -> str:
    """The blocks that have documents, in their order, each found as soon as it is asked for."""
    return f"""
        (SELECT id >> {BLOCK_BITS} FROM {table} ORDER BY id LIMIT 1)
        UNION ALL
        SELECT (
            SELECT id >> {BLOCK_BITS} FROM {table}
            WHERE id >= (blocks.block + 1) << {BLOCK_BITS} ORDER BY id LIMIT 1
        ) FROM blocks WHERE block IS NOT NULL
    """


def _source_sql(table: str, question: Question, source: Source, place: int) -> str:
    """Hits of one source: all where they are few, else the first by id, from one block after the other.

    GIN gives hits in no order; to sort half of a table by id costs more than to look for its first block.
    The words come out of a CTE and the limit is a number: else the planner, who would know that many rows
    match or think that few are wanted, reads the whole table and unpacks every vector.
    """
    column = "vector" if source.is_everywhere else source.fields[-1]
    words = "(SELECT prefix FROM asked)" if source.is_prefix else "(SELECT whole FROM asked)"
    before = [f"source_{earlier}" for earlier in range(place)]
    are_many = f"(SELECT count(*) FROM few_{place}) > {question.scored}"
    return f"""
        few_{place} AS MATERIALIZED (
            SELECT hits.id FROM {table} AS hits
            WHERE hits.{column} @@ {words} AND {question.wanted(before)} AND {question.scope.has(HIT_ID)}
            LIMIT {question.scored + 1}
        ),
        many_{place} AS MATERIALIZED (
            SELECT hits.id FROM blocks CROSS JOIN LATERAL (
                SELECT id FROM {table} AS document
                WHERE document.{column} @@ {words} AND document.vector @@ ('#' || block)::tsquery
                ORDER BY id
            ) AS hits
            WHERE {are_many} AND {question.scope.has(HIT_ID)}
            LIMIT {question.scored}
        ),
        source_{place} AS MATERIALIZED (
            SELECT id FROM few_{place} WHERE NOT {are_many} UNION ALL SELECT id FROM many_{place}
        )
    """


# The index


def text_function() -> str:
    """`lifow_search_text(text)`: a text folded, so that accents, case and signs do not count."""
    # Marks come off Latin letters only: elsewhere a mark can make another letter.
    unmarked = f"regexp_replace(normalize({plain_sql('$1')}, NFD), '([a-z])[\\u0300-\\u036f]+', '\\1', 'g')"
    parting = PARTING.replace("'", "''")
    return f"""
        CREATE OR REPLACE FUNCTION lifow_search_text(text) RETURNS text
        LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURNS NULL ON NULL INPUT AS $$
            SELECT translate(normalize({unmarked}, NFC), '{parting}', '{" " * len(PARTING)}')
        $$
    """


def words_function() -> str:
    """`lifow_search_words(text, weight)`: its words by stem and as they are, and marks of how they begin."""
    counts = ", ".join(f"({count})" for count in BEGINNINGS)
    return f"""
        CREATE OR REPLACE FUNCTION lifow_search_words(written text, weight "char") RETURNS tsvector
        LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
        DECLARE
            folded text := lifow_search_text(coalesce(written, ''));
            words tsvector := to_tsvector('simple', folded);
        BEGIN
            RETURN setweight(to_tsvector('english', folded) || words, weight) || coalesce((
                SELECT array_to_tsvector(array_agg(DISTINCT '*' || left(word, letters)))
                FROM unnest(tsvector_to_array(words)) AS word CROSS JOIN (VALUES {counts}) AS counts (letters)
                WHERE length(word) >= letters
            ), '');
        END
        $$
    """


def create_documents(table: str, fields: tuple[str, ...]) -> list[str]:
    """Statements for an empty table of documents, and the trigger that writes it from now on."""
    name = documents(table)
    columns = ", ".join(f"{column} tsvector NOT NULL" for column in (*fields[:-1], "vector"))
    return [
        text_function(),
        words_function(),
        # Vectors lie apart from the rows, so that few pages are read to find ids.
        f"""
            CREATE TABLE IF NOT EXISTS {name} (id bigint PRIMARY KEY, {columns})
            WITH (toast_tuple_target = 128)
        """,
        _write_function(table, fields),
        f"""
            CREATE OR REPLACE TRIGGER {name}_row AFTER INSERT OR UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION {name}_write()
        """,
        f"""
            CREATE OR REPLACE TRIGGER {name}_truncate AFTER TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION {name}_write()
        """,
    ]


def _write_function(table: str, fields: tuple[str, ...]) -> str:
    """The trigger's function. It compares columns itself: named in the trigger, they could not be altered."""
    name = documents(table)
    old, new = (", ".join(f"{row}.{column}" for column in ("id", *fields)) for row in ("OLD", "NEW"))
    return f"""
        CREATE OR REPLACE FUNCTION {name}_write() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'TRUNCATE' THEN
                TRUNCATE {name};
                RETURN NULL;
            ELSIF TG_OP = 'UPDATE' AND ({old}) IS NOT DISTINCT FROM ({new}) THEN
                RETURN NULL;
            END IF;
            IF TG_OP = 'DELETE' OR OLD.id <> NEW.id THEN
                DELETE FROM {name} WHERE id = OLD.id;
            END IF;
            IF TG_OP <> 'DELETE' THEN
                {_upsert_sql(table, fields, "NEW")};
            END IF;
            RETURN NULL;
        END
        $$
    """


def _upsert_sql(table: str, fields: tuple[str, ...], row: str, source: str = "") -> str:
    columns = (*fields[:-1], "vector")
    return f"""
        INSERT INTO {documents(table)} (id, {", ".join(columns)})
        {document_sql(fields, row, source)}
        ON CONFLICT (id) DO UPDATE SET {", ".join(f"{column} = EXCLUDED.{column}" for column in columns)}
    """


def document_sql(fields: tuple[str, ...], row: str, source: str = "") -> str:
    """A query for documents in the columns of their table: of `row`, a record, or of each row of `source`."""
    words = ", ".join(
        f"lifow_search_words({row}.{field}, '{letter}') AS {field}"
        for field, letter in zip(fields, LETTERS, strict=False)
    )
    columns = [" || ".join(fields[: count + 1]) for count in range(len(fields))]
    columns[-1] += f" || array_to_tsvector(ARRAY['#' || (id >> {BLOCK_BITS})])"
    return f"SELECT id, {', '.join(columns)} FROM (SELECT {row}.id, {words} {source} OFFSET 0) AS words"


def fill_documents(table: str, fields: tuple[str, ...]) -> list[str]:
    """A statement that writes the documents of all rows, some at a time, outside a transaction.

    Rows are kept from changing between their reading and their writing, so that nothing newer is undone.
    """
    rows = f"FROM {table} AS kept WHERE kept.id > done AND kept.id <= last FOR SHARE"
    return [
        f"""
            DO $$
            DECLARE done bigint := 0; last bigint;
            BEGIN
                LOOP
                    SELECT max(id) INTO last FROM (
                        SELECT id FROM {table} WHERE id > done ORDER BY id LIMIT {FILLED_AT_ONCE}
                    ) AS next;
                    EXIT WHEN last IS NULL;
                    {_upsert_sql(table, fields, "kept", rows)};
                    COMMIT;
                    done := last;
                END LOOP;
            END
            $$
        """
    ]


def index_documents(table: str, fields: tuple[str, ...]) -> list[str]:
    """Statements for the GIN index, outside a transaction. A search never reads a list of pending entries."""
    name = documents(table)
    return [
        # One that was not finished is there and of no use.
        f"DROP INDEX CONCURRENTLY IF EXISTS {name}_gin",
        f"""
            CREATE INDEX CONCURRENTLY {name}_gin ON {name}
            USING gin ({", ".join((*fields[:-1], "vector"))}) WITH (fastupdate = off)
        """,
        f"ANALYZE {name}",
    ]


def add_field(table: str, fields: tuple[str, ...]) -> list[str]:
    """Statements that make documents hold the last of these fields too, from the next write on."""
    # The last field has no column of its own: the one before it gets one now.
    column = f"ADD COLUMN IF NOT EXISTS {fields[-2]} tsvector NOT NULL DEFAULT ''"
    return [f"ALTER TABLE {documents(table)} {column}", _write_function(table, fields)]


def remove_field(table: str, fields: tuple[str, ...]) -> list[str]:
    """Statements that undo `add_field`. The index goes with the column."""
    column = f"DROP COLUMN IF EXISTS {fields[-2]}"
    return [_write_function(table, fields[:-1]), f"ALTER TABLE {documents(table)} {column}"]


def drop_documents(table: str) -> list[str]:
    """Statements that take the documents and their trigger away."""
    name = documents(table)
    return [
        f"DROP TRIGGER IF EXISTS {name}_row ON {table}",
        f"DROP TRIGGER IF EXISTS {name}_truncate ON {table}",
        f"DROP FUNCTION IF EXISTS {name}_write()",
        f"DROP TABLE IF EXISTS {name}",
    ]
