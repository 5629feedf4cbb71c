"""What an import would change, field by field."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of one thing, as it is and as it would be."""

    field: str
    old: Any
    new: Any
