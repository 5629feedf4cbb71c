"""Adjectives of imports of questions."""

from typing import Any, Self

from lifow.base.file_imports.querysets import FileImportQuerySet


class ItemImportQuerySet(FileImportQuerySet):
    def visible_to(self, user: Any) -> Self:
        """One's own; all of them to HR admins."""
        return self if user.is_hr_admin else self.filter(uploaded_by=user)
