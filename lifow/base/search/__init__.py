"""Full-text search over the rows of a model: one interface, on SQLite (FTS5) and on PostgreSQL.

A model names its fields in `search_fields`, most important first; a migration makes the index with
`AddSearchIndex`; a queryset gets `best_matches(text, most)` by `SearchQuerySet`.
The database keeps the index itself, by triggers, so that no write of any kind passes it by.

Every word has to match: by its stem ("refunds" finds "refunding") or as it is, and the last one as a
beginning too, because somebody may still be typing. Accents do not count. C, C++ and C# are three words.
Whatever is typed is words: no character has a meaning as syntax.

| module | holds |
|---|---|
| `words` | what somebody typed, as words |
| `querysets` | the interface: `SearchQuerySet` |
| `ranking` | in which order hits are looked for, and how many of them are scored |
| `postgresql`, `sqlite` | the index and the query of each database |
| `first_layout` | the index as the first migrations make it |
| `operations` | what migrations call |
| `marking` | where in a text its words stand |
| `forgetting` | what SQLite keeps of deleted rows |
"""

from lifow.base.search.forgetting import forget_deleted_words, overwrite_what_is_deleted
from lifow.base.search.marking import Piece, pieces, words_in
from lifow.base.search.operations import (
    AddSearchDocuments,
    AddSearchField,
    AddSearchIndex,
    CreateSearchIndex,
    DropSearchIndex,
    RefillSearchIndex,
    RenewSearchIndex,
)
from lifow.base.search.querysets import SearchQuerySet
from lifow.base.search.words import words_of

__all__ = [
    "AddSearchDocuments",
    "AddSearchField",
    "AddSearchIndex",
    "CreateSearchIndex",
    "DropSearchIndex",
    "Piece",
    "RefillSearchIndex",
    "RenewSearchIndex",
    "SearchQuerySet",
    "forget_deleted_words",
    "overwrite_what_is_deleted",
    "pieces",
    "words_in",
    "words_of",
]
