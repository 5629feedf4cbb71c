"""What differs between two versions of a module, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from content.catalogue.choices import ModuleKind
from content.catalogue.kinds import kind_of, tidy_parts
from content.catalogue.services import ModuleContents
from lifow.base.text_changes import Piece, text_changes


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One thing that is said otherwise: its label, and both in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Changes:
    """All that differs: short things one by one; the text, and the parts that its kind adds, in pieces, none
    where they are the same."""

    fields: Sequence[FieldChange]
    text: Sequence[Piece]
    parts: Sequence[Piece] = ()

    def __bool__(self) -> bool:
        return bool(self.fields or self.text or self.parts)


def changes_between(before: ModuleContents, after: ModuleContents) -> Changes:
    """What of `after` is not as in `before`."""
    said_before, said_after = _in_words(before), _in_words(after)
    fields = [
        FieldChange(label, said_before[label], said)
        for label, said in said_after.items()
        if said_before[label] != said
    ]
    text = text_changes(before.body, after.body) if before.body != after.body else []
    old, new = (kind_of(one.kind).in_words(tidy_parts(one.kind, one.parts)) for one in (before, after))
    return Changes(fields, text, text_changes(old, new) if old != new else [])


def _in_words(contents: ModuleContents) -> Mapping[str, str]:
    """All but the text, by label."""
    kind = ModuleKind(contents.kind).label if contents.kind in ModuleKind else contents.kind
    effects = [
        f"{one.skill} {one.from_level.normalize():f} → {one.to_level.normalize():f}"
        for one in contents.effects
    ]
    facets = [f"{name}: {', '.join(values)}" for name, values in sorted(contents.facets.items())]
    return {
        _("Title"): contents.title,
        _("Kind"): str(kind),
        _("Minutes"): str(contents.minutes),
        _("Summary"): contents.summary,
        _("Skills it raises"): "; ".join(sorted(effects)),
        _("Prerequisites"): "; ".join(sorted(one.title for one in contents.prerequisites)),
        _("Filed under"): "; ".join(facets),
    }
