"""Models of the states between migrations, made faster than Django makes them."""

import copy
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from django.db import models
from django.db.migrations.operations import AlterField, RenameField, RenameModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.migrations.utils import field_is_referenced
from django.utils.functional import cached_property

from lifow.base.garbage import collection_rare

_names: dict[type, frozenset[str]] = {}


@contextmanager
def migrations_made_fast() -> Iterator[None]:
    """For the block, models of a state are made from copies of its fields, and the collector seldom looks.

    Django makes each field anew from its deconstructed parts, for all models that are related to the one
    that a migration changes. The fields of a state belong to no model, so that a copy is the same; and what a
    new model, column, index or constraint changes in the database is asked of its own model alone. Models of
    hundreds of states are thrown away: the collector would look at all of them again, and without it they
    would stay. For commands alone: it changes what all threads of the process do.
    """
    with ExitStack() as patched, collection_rare():

        def patch(owner: Any, name: str, made: Callable[..., Any]) -> None:
            patched.callback(setattr, owner, name, getattr(owner, name))
            setattr(owner, name, made)

        patch(models.Field, "clone", _copied)
        patch(ProjectState, "_find_reload_model", _model_to_make_again)
        for kind in (AlterField, RenameField, RenameModel):
            patch(kind, "database_forwards", _with_all_relations(kind.database_forwards))
            patch(kind, "database_backwards", _with_all_relations(kind.database_backwards))
        yield


def _copied(field: "models.Field[Any, Any]") -> "models.Field[Any, Any]":
    """A copy of a field of a state, without what it and its relation have worked out of the state."""
    found = copy.deepcopy(field)
    for one in filter(None, (found, found.remote_field)):
        for name in _worked_out(type(one)) & vars(one).keys():
            del vars(one)[name]
    return found


def _model_to_make_again(
    state: ProjectState, app_label: str, model_name: str, delay: bool = False
) -> set[tuple[str, str]]:
    """The model that an operation changes, alone; Django names all that refer to it or to what it refers to.

    The state is marked as one in which others may refer to the model as it was. What looks at relations, a
    RunPython or a field that others refer to, has all models of the state made once more.
    """
    state.is_delayed = True
    return {(app_label, model_name)}


def _with_all_relations(change: Callable[..., None]) -> Callable[..., None]:
    """A change of a column or table, on models that know who refers to it where that matters."""

    def changed(
        operation: Operation, app_label: str, editor: Any, before: ProjectState, after: ProjectState
    ) -> None:
        if not isinstance(operation, AlterField) or _is_of_a_relation(operation, app_label, after):
            before.clear_delayed_apps_cache()
            after.clear_delayed_apps_cache()
        change(operation, app_label, editor, before, after)

    return changed


def _is_of_a_relation(operation: AlterField, app_label: str, state: ProjectState) -> bool:
    """Whether the field refers to a model, or one refers to it."""
    field = operation.field
    key = (app_label, operation.model_name_lower)
    return field.is_relation or bool(field_is_referenced(state, key, (operation.name, field)))


def _worked_out(kind: type) -> frozenset[str]:
    """The names of what a class of fields or relations works out once."""
    if kind not in _names:
        _names[kind] = frozenset(
            name for name in dir(kind) if isinstance(getattr(kind, name, None), cached_property)
        )
    return _names[kind]
