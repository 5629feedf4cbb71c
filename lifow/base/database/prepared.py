"""Queries that are built once in a process and run again with other values.

Django writes the SQL of a queryset anew each time: one to four milliseconds where it joins five tables or has
subqueries, which the database answers in half of one. A page that everybody opens all day asks the same ten.

    @prepared
    def _rows(person: Person, on: date) -> QuerySet[RoleAssignment]:
        return RoleAssignment.objects.as_of(on).filter(person=person).select_related("role_level")

    _rows(request.user, today)  # a list, as list(queryset) gives it

The function is called once for each kind of database, with stand-ins for its values; where they stand among
the parameters of the SQL, the values of each call are put. So it may not look at them: a value decides what
is found, never what is asked. On PostgreSQL the query is a prepared statement, which is planned once too.
"""

import functools
import inspect
from collections.abc import Callable, Hashable, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, ParamSpec, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler

from lifow.base.database import statements
from lifow.base.database.columns import as_parameter

Asked = ParamSpec("Asked")
Row = TypeVar("Row")
# No id of a row, no day that anybody works on: what equals it among the parameters stands for a value.
_FIRST_ID = 9_100_000_000_000_000_001
# Fits the smallest column: of what no column could hold, Django asks the database nothing at all.
_FIRST_NUMBER = 31_741
_TEXT = "stand-in of a prepared query"
_FIRST_DAY = datetime(1801, 3, 7, 5, 43, 21, tzinfo=UTC)


class PreparedQueryError(TypeError):
    """A query that cannot be prepared; the message says which, and why."""


@dataclass(frozen=True, slots=True)
class _Statement:
    """A queryset with its SQL, and the names of the values by their place among its parameters.

    `on_server` is the name and the SQL of it as a prepared statement, where the database can keep one.
    """

    queryset: QuerySet[Any, Any]
    compiler: SQLCompiler
    converters: Mapping[int, Any]
    sql: str
    parameters: tuple[Any, ...]
    names: Mapping[int, str]
    on_server: tuple[str, str] | None

    def rows(self, connection: BaseDatabaseWrapper, values: Mapping[str, Any]) -> list[Any]:
        """Run it: Django does all that it does with a queryset but writing the SQL."""
        asked = self._asked(connection, {name: _adapted(value, connection) for name, value in values.items()})
        compiler: Any = copy(self.compiler)
        compiler.connection = connection
        compiler.as_sql = lambda *args, **kwargs: asked
        compiler.get_converters = lambda *args, **kwargs: self.converters
        queryset: Any = self.queryset.all()
        queryset.query.get_compiler = lambda *args, **kwargs: compiler
        return list(queryset)

    def _asked(
        self, connection: BaseDatabaseWrapper, values: Mapping[str, Any]
    ) -> tuple[str, tuple[Any, ...]]:
        """What is sent to the database, and its parameters."""
        if self.on_server:
            given = tuple(values[self.names[place]] for place in sorted(self.names))
            return statements.execution(connection, *self.on_server, len(given)), given
        places = enumerate(self.parameters)
        return self.sql, tuple(values[self.names[n]] if n in self.names else one for n, one in places)


def prepared(build: Callable[Asked, QuerySet[Any, Row]]) -> Callable[Asked, list[Row]]:
    """Make a function that gives a queryset one that gives its rows, and builds the query only once.

    Each of its parameters is annotated with what it takes: a model, of which the id is asked for, `int`,
    `str`, `date`, `datetime`, or `list[int]`, which is asked for by `among()`. Raises PreparedQueryError, at
    the first call, for any other, and for a value that does not become a parameter of the query.
    """
    statements: dict[str, _Statement] = {}
    signature = inspect.signature(build)

    @functools.wraps(build)
    def rows(*args: Asked.args, **kwargs: Asked.kwargs) -> list[Row]:
        values = signature.bind(*args, **kwargs).arguments
        connection = connections[DEFAULT_DB_ALIAS]
        if connection.vendor not in statements:
            statements[connection.vendor] = _statement(build, connection)
        return statements[connection.vendor].rows(connection, values)

    return rows


def _statement(build: Callable[..., QuerySet[Any, Any]], connection: BaseDatabaseWrapper) -> _Statement:
    asked = inspect.signature(build, eval_str=True).parameters.values()
    stand_ins = {one.name: _stand_in(build, one, place) for place, one in enumerate(asked)}
    queryset = build(**stand_ins)
    compiler = queryset.query.get_compiler(connection=connection)
    sql, parameters = compiler.as_sql()
    known = {_adapted(value, connection): name for name, value in stand_ins.items()}
    places = enumerate(parameters)
    names = {place: known[value] for place, value in places if isinstance(value, Hashable) and value in known}
    for value, name in known.items():
        if name not in names.values() or str(value) in sql:
            raise PreparedQueryError(f"{build.__qualname__}: {name} is no parameter of the query.")
    converters = compiler.get_converters([column for column, _sql, _alias in compiler.select])
    on_server = None
    if statements.can_prepare(connection):
        text = statements.as_statement(connection, sql, parameters, names)
        on_server = (statements.named(f"{build.__module__} {build.__qualname__}", text), text)
    return _Statement(queryset, compiler, converters, sql, tuple(parameters), names, on_server)


def _stand_in(build: Callable[..., Any], asked: inspect.Parameter, place: int) -> Any:
    kind = asked.annotation
    if isinstance(kind, type) and issubclass(kind, Model):
        return kind(pk=_FIRST_ID + place)
    if kind is str:
        return f"{_TEXT} {place}"
    if kind is int or kind == list[int]:
        return _FIRST_NUMBER + place if kind is int else [_FIRST_ID + place]
    if kind in (date, datetime):
        moment = _FIRST_DAY + timedelta(days=place)
        return moment if kind is datetime else moment.date()
    raise PreparedQueryError(
        f"{build.__qualname__}: {asked.name} is no model, int, str, list[int], date or datetime."
    )


def _adapted(value: Any, connection: BaseDatabaseWrapper) -> Any:
    """A value as a field makes it a parameter."""
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, list):
        return as_parameter(value, connection)
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value
