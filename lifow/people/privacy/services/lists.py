"""The list of erasures in a file apart from the database: a backup of before brings people back.

No name is in it: the ids that the API tells as deleted, and keyed digests of what files may call somebody.
"""

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from lifow.people.privacy.choices import ErasureState
from lifow.people.privacy.models import Erasure
from lifow.people.roster.models import ErasedId

FORMAT = 1


class ErasureListError(ValueError):
    """A file that is no list of erasures; the message says why."""


@dataclass(frozen=True, slots=True)
class ListedErasure:
    """An erasure that was carried out.

    id                      of its record
    people                  public ids of the erased
    ids                     digests of what files do not bring in again; none where HR has allowed it
    asked_by, confirmed_by  public ids of HR admins, "" where they are not known any more
    """

    id: str
    erased_at: str
    people: tuple[str, ...]
    ids: tuple[str, ...]
    asked_by: str = ""
    confirmed_by: str = ""

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.erased_at)


def listed_erasures() -> tuple[ListedErasure, ...]:
    """All erasures that the database knows to be done, the earliest first; two queries."""
    done = Erasure.objects.filter(state=ErasureState.DONE).select_related("asked_by", "confirmed_by")
    digests: dict[int, list[str]] = {}
    for erasure_id, digest in ErasedId.objects.order_by("digest").values_list("erasure_id", "digest"):
        digests.setdefault(erasure_id, []).append(digest)
    return tuple(
        ListedErasure(
            id=one.public_id,
            erased_at=(one.finished_at or one.asked_at).isoformat(),
            people=tuple(one.people or ()),
            ids=tuple(digests.get(one.pk, ())),
            asked_by=one.asked_by.public_id if one.asked_by else "",
            confirmed_by=one.confirmed_by.public_id if one.confirmed_by else "",
        )
        for one in done.order_by("finished_at", "pk")
    )


def read_list(file: Path) -> tuple[ListedErasure, ...]:
    """What a list says, the earliest erasure first. Raises ErasureListError."""
    try:
        said = json.loads(file.read_text())
        is_known = said["format"] == FORMAT
        found = tuple(_read(one) for one in said["erasures"]) if is_known else ()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ErasureListError(_("%(file)s is no list of erasures.") % {"file": file}) from error
    if not is_known:
        raise ErasureListError(_("%(file)s was written by a newer version of lifow.") % {"file": file})
    return _in_order(found)


def keep_list(file: Path) -> bool:
    """Bring a list up to date, and whether there was anything to write. The file is there whole or as before.

    What the database does not know stays in it: it is what a restored backup has lost. Raises
    ErasureListError where the file is something else, and OSError where it cannot be written.
    """
    before = read_list(file) if file.exists() else ()
    by_id = {one.id: one for one in (*before, *listed_erasures())}
    found = _in_order(by_id.values())
    if found == before:
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    text = json.dumps({"format": FORMAT, "erasures": [asdict(one) for one in found]}, indent=1)
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
    return True


def _read(said: Mapping[str, Any]) -> ListedErasure:
    found = ListedErasure(**{**said, "people": tuple(said["people"]), "ids": tuple(said["ids"])})
    if found.moment.tzinfo is None:
        raise ValueError(found.erased_at)
    return found


def _in_order(erasures: Iterable[ListedErasure]) -> tuple[ListedErasure, ...]:
    return tuple(sorted(erasures, key=lambda one: (one.moment, one.id)))
