"""Pages that stay put while rows come and go."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from lifow.base.api.cursors import Cursor, CursorError
from lifow.base.api.exceptions import PARAMETER, InvalidInput

CURSOR, PAGE_SIZE = "cursor", "page_size"
USUAL_SIZE, LARGEST_SIZE = 50, 200
CURSOR_EXAMPLE = "kM0Vq2v7bXb1c2ZxY3N5d2RmZ2hqa2wtZ0"


class OpaqueCursorPagination(BasePagination):
    """`{"data": […], "next": url | null, "previous": url | null}`, in the order in which rows were made.

    A page begins where a row was, not at a number of rows: whoever follows `next` to its end meets every
    row that was there at the start exactly once, whatever is added meanwhile.
    """

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        """One page of the rows, by the whole number in the view's `position` field; one query."""
        self.request, self.field = request, view.position
        given = view.parameters
        size, text = given.get(PAGE_SIZE, USUAL_SIZE), given.get(CURSOR)
        self.cursor = self._opened(text) if text else None
        if self.cursor and self.cursor.is_backward:
            rows = list(queryset.filter(**self._limit("lt")).order_by(f"-{self.field}")[: size + 1])
            self.is_more_before, self.is_more_after = len(rows) > size, True
            self.rows = rows[:size][::-1]
        else:
            limit = self._limit("gt") if self.cursor else {}
            rows = list(queryset.filter(**limit).order_by(self.field)[: size + 1])
            self.is_more_before, self.is_more_after = self.cursor is not None, len(rows) > size
            self.rows = rows[:size]
        return self.rows

    def get_paginated_response(self, data: Any) -> Response:
        return Response({"data": data, "next": self._next(), "previous": self._previous()})

    def get_paginated_response_schema(self, schema: Mapping[str, Any]) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["data", "next", "previous"],
            "properties": {
                "data": schema,
                "next": {**link, "example": f"https://lifow.example/?cursor={CURSOR_EXAMPLE}"},
                "previous": {**link, "example": None},
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """None of its own: they are among the list's parameters, which are checked as one."""
        return []

    def _opened(self, text: str) -> Cursor:
        try:
            return Cursor.opened(text, self._listed())
        except CursorError as error:
            message = _(
                "This cursor does not belong to this list with these filters. Start again without it."
            )
            raise InvalidInput({CURSOR: [message]}, PARAMETER) from error

    def _listed(self) -> str:
        """What a cursor belongs to: the address and the filters."""
        filters = [item for item in self.request.query_params.items() if item[0] not in (CURSOR, PAGE_SIZE)]
        return f"{self.request.path.rstrip('/')}?{urlencode(sorted(filters))}"

    def _limit(self, side: str) -> dict[str, int]:
        return {f"{self.field}__{side}": self.cursor.position} if self.cursor else {}

    def _next(self) -> str | None:
        if not self.is_more_after:
            return None
        last = getattr(self.rows[-1], self.field) if self.rows else self.cursor.position - 1  # type: ignore[union-attr]
        return self._link(Cursor(last))

    def _previous(self) -> str | None:
        if not self.is_more_before:
            return None
        first = getattr(self.rows[0], self.field) if self.rows else self.cursor.position + 1  # type: ignore[union-attr]
        return self._link(Cursor(first, is_backward=True))

    def _link(self, cursor: Cursor) -> str:
        return replace_query_param(self.request.build_absolute_uri(), CURSOR, cursor.sealed(self._listed()))


class RankedPagination(OpaqueCursorPagination):
    """The same for results in the order of a ranking: a page begins at a place, of at most `last_place`.

    What changes meanwhile may move a result to another page. `paginate_queryset` takes, in the place of rows,
    what gives them: `(begin, most) → rows`, one more than fits where there are more.
    """

    last_place = 1_000

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        """One page of what the ranking gives."""
        ranking: Callable[[int, int], Sequence[Any]] = queryset
        self.request, given = request, view.parameters
        self.size, text = given.get(PAGE_SIZE, USUAL_SIZE), given.get(CURSOR)
        self.begin = max(0, self._opened(text).position) if text else 0
        left = max(0, self.last_place - self.begin)
        found = ranking(self.begin, min(self.size + 1, left)) if left else []
        self.rows, self.is_more_after = list(found[: self.size]), len(found) > self.size
        return self.rows

    def _next(self) -> str | None:
        return self._link(Cursor(self.begin + self.size)) if self.is_more_after else None

    def _previous(self) -> str | None:
        return self._link(Cursor(max(0, self.begin - self.size))) if self.begin else None
