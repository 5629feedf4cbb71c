"""Records as somebody has filled them in, for the services that write them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class RowChanges(Generic[M]):
    """What somebody changed of the rows below a record: rows to write, new or not, and rows to delete."""

    written: Sequence[M] = ()
    deleted: Sequence[M] = ()

    def apply(self, order: Callable[[M], int] | None = None) -> None:
        """Delete, then write, one by one, which is what the audit log sees; in this order, if it matters."""
        for row in self.deleted:
            row.delete()
        for row in sorted(self.written, key=order) if order else self.written:
            row.save()


NO_CHANGES: RowChanges[Any] = RowChanges()
