"""The interface of search: what a queryset of a model with `search_fields` and a search index can do."""

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections, models
from django.db.models.expressions import RawSQL, Value

from lifow.base.search import postgresql, sqlite
from lifow.base.search.ranking import Question, Scope
from lifow.base.search.words import words_of


class SearchQuerySet(models.QuerySet):
    """Adds `best_matches` to a queryset of a model with `search_fields` and a search index."""

    def best_matches(self, text: str, most: int, *, is_narrow: bool = False) -> list[Any]:
        """The rows of this queryset that match every word of `text`, the best first, at most `most`.

        None for a text without words. Two queries, at one price however many rows match. A queryset of many
        rows is asked of one hit after the other; one `is_narrow` that has few of them, or is dear to ask, and
        then its rows are found first.
        """
        ids = self.best_match_ids(text, most, is_narrow=is_narrow)
        found: Any = self.filter(pk__in=ids) if ids else ()
        rows = {row.pk: row for row in found}
        return [rows[pk] for pk in ids if pk in rows]

    def best_match_ids(self, text: str, most: int, *, is_narrow: bool = False) -> list[int]:
        """The ids of `best_matches`, in one query."""
        words = words_of(text)
        database = postgresql if connections[self.db].vendor == "postgresql" else sqlite
        scope = self._scope(database.HIT_ID, is_narrow) if words else None
        if scope is None:
            return []
        model: Any = self.model
        question = Question(model._meta.db_table, model.search_fields, words, most, scope)
        with connections[self.db].cursor() as cursor:
            cursor.execute(*database.best_sql(question))
            return [pk for (pk,) in cursor.fetchall()]

    def _scope(self, hit_id: str, is_narrow: bool) -> Scope | None:
        """This queryset as a scope; None where it can have no rows."""
        if is_narrow:
            ids = self.order_by().values("pk")
        else:
            ids = self.filter(pk=RawSQL(hit_id, [])).order_by().values(found=Value(1))  # noqa: S611 (a constant)
        try:
            sql, params = ids.query.get_compiler(self.db).as_sql()
        except EmptyResultSet:
            return None
        return Scope(sql if is_narrow else f"EXISTS ({sql})", tuple(params), is_narrow)
