"""How large pictures are, for pages that leave their place free before they are loaded."""

from collections.abc import Collection, Mapping

from lifow.base.media.models import Picture

Size = tuple[int, int]
MOST_KNOWN = 10_000
_known: dict[str, Size] = {}


def sizes_of(public_ids: Collection[str]) -> Mapping[str, Size]:
    """Width and height in pixels of those of these pictures that there are; one query for what was not asked
    before. The size of a picture never changes, so a process keeps it."""
    unknown = [one for one in dict.fromkeys(public_ids) if one not in _known]
    if unknown:
        if len(_known) + len(unknown) > MOST_KNOWN:
            _known.clear()
        rows = Picture.objects.filter(public_id__in=unknown).values_list("public_id", "width", "height")
        _known.update({public_id: (width, height) for public_id, width, height in rows})
    return {one: _known[one] for one in public_ids if one in _known}
