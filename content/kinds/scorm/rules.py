"""Who may upload packages."""

from typing import Any

from lifow.people.persons.rules import may_author


def may_upload(user: Any) -> bool:
    """Whether somebody may upload a package: content authors."""
    return bool(may_author(user))
