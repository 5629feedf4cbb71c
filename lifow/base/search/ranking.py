"""In which order hits are looked for, and how many of them are scored: the same on both databases.

A word that half of all documents have says little, and to score each of them costs more than a page may.
So hits are looked for source by source, the best first: those with every word in the first field, then in
the first two fields, at last anywhere; in each of these with whole words before a last word that is only
prefix. A source is asked only where those before it gave fewer hits than are wanted. Of each, the first
`SCORED` by id are scored, by their whole words. So the order is by source, score and id; over all hits where
a source has no more than that, and at one price however many there are.
"""

# ruff: noqa: S608 (names are made here, what people type goes in as parameters)

from collections.abc import Sequence
from dataclasses import dataclass

from lifow.base.search.words import may_begin

SCORED = 200


@dataclass(frozen=True, slots=True)
class Source:
    """Hits that have every word in `fields`; with `is_prefix` the last word may be only a prefix."""

    fields: tuple[str, ...]
    is_everywhere: bool
    is_prefix: bool


@dataclass(frozen=True, slots=True)
class Scope:
    """The rows that may be found. Each database's module names the id of a hit.

    `sql` is a condition that one hit after the other is asked for, until there are enough; of a narrow scope
    it is a query for its ids, which is asked once.
    """

    sql: str
    params: tuple[object, ...]
    is_narrow: bool

    @property
    def steps(self) -> list[str]:
        """What a query begins with."""
        return [f"scope (id) AS ({self.sql})"] if self.is_narrow else []

    def has(self, hit_id: str) -> str:
        """A condition in SQL on a hit. IS TRUE keeps databases from going through a narrow scope instead."""
        return f"({hit_id} IN (SELECT id FROM scope)) IS TRUE" if self.is_narrow else self.sql

    @property
    def step_params(self) -> tuple[object, ...]:
        return self.params if self.is_narrow else ()

    @property
    def hit_params(self) -> tuple[object, ...]:
        return () if self.is_narrow else self.params


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of an index: the `most` best of the rows that have `words` and are within the scope."""

    table: str
    fields: tuple[str, ...]
    words: Sequence[str]
    most: int
    scope: Scope

    @property
    def sources(self) -> list[Source]:
        """Where hits are looked for, the best first; the last one has them all."""
        prefixes = (False, True) if may_begin(self.words[-1]) else (False,)
        return [
            Source(self.fields[:count], count == len(self.fields), is_prefix)
            for count in range(1, len(self.fields) + 1)
            for is_prefix in prefixes
        ]

    @property
    def scored(self) -> int:
        """How many hits of a source are scored."""
        return max(SCORED, self.most)

    def wanted(self, before: Sequence[str]) -> str:
        """A condition in SQL: the relations `before` have fewer different ids than are wanted."""
        if not before:
            return "true"
        ids = " UNION ".join(f"SELECT id FROM {relation}" for relation in before)
        return f"(SELECT count(*) FROM ({ids}) AS found) < {self.most}"
