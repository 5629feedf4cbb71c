"""What a merge would do, whether it may be, and which record stands for which."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Value
from django.utils.translation import gettext as _

from lifow.base.listing import first_names
from lifow.people.merging.registry import Count, MergePart, all_parts, register_part
from lifow.people.merging.selectors import NO_MERGES, RecordMerges, record_merges
from lifow.people.persons.choices import STAYING
from lifow.people.persons.models import Employment, ExternalId, Person

__all__ = [
    "NO_MERGES",
    "MergePart",
    "MergePreview",
    "RecordMerges",
    "merge_preview",
    "record_merges",
    "register_part",
]


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What would come of merging a record into another one.

    objections  why it cannot be, each with what to do; none where it can
    named_twice systems that name both today under different ids: then it has to be said that they are one
    notices     what whoever confirms should know
    counts      (what, how many) that the kept person has besides afterwards
    """

    kept: Person
    merged: Person
    objections: tuple[str, ...]
    named_twice: tuple[str, ...]
    notices: tuple[str, ...]
    counts: tuple[Count, ...]


def merge_preview(*, kept: Person, merged: Person, by: Person | None = None) -> MergePreview:
    """What would come of merging a record into another one; nothing is written.

    `by` is who would do it, None for somebody at the server's command line.
    """
    own = _objections(kept, merged, by)
    if own:
        return MergePreview(kept, merged, own, (), (), ())
    parts = all_parts()
    return MergePreview(
        kept=kept,
        merged=merged,
        objections=tuple(text for part in parts for text in part.objections(kept, merged)),
        named_twice=_named_twice(kept, merged),
        notices=tuple(_notices(kept, merged)),
        counts=(*_counts(merged), *(count for part in parts for count in part.counts(kept, merged))),
    )


def _objections(kept: Person, merged: Person, by: Person | None) -> tuple[str, ...]:
    names: dict[str, Any] = {"kept": kept, "merged": merged}
    if kept.pk == merged.pk:
        return (_("This is one record already. Choose another one to merge."),)
    found = []
    for record in (kept, merged):
        if record.merged_into is not None:
            said = _("%(record)s (%(id)s) is merged into %(into)s (%(into_id)s) already. Undo that first.")
            into = record.merged_into
            about = {"record": record, "id": record.public_id, "into": into, "into_id": into.public_id}
            found.append(said % about)
    if by is not None and by.pk == merged.pk:
        found.append(_("This is your own account, which would be closed. Keep it, and merge the other one."))
    elif merged.is_superuser and by is not None and not by.is_superuser:
        said = _("%(merged)s is a superuser, whose account would be closed. Ask a superuser to do it.")
        found.append(said % names)
    return tuple(found)


def _named_twice(kept: Person, merged: Person) -> tuple[str, ...]:
    """Systems whose last files named both, while both work here."""
    working = Employment.objects.current().filter(person__in=[kept, merged], status__in=STAYING)
    if working.values("person").distinct().count() < 2:
        return ()
    named = ExternalId.objects.filter(absent_since__isnull=True)
    theirs = named.filter(person=kept).values("source")
    return tuple(
        named.filter(person=merged, source__in=theirs).order_by("source").values_list("source", flat=True)
    )


def _notices(kept: Person, merged: Person) -> list[str]:
    names: dict[str, Any] = {"kept": kept, "merged": merged}
    found = []
    for one, other in ((kept, merged), (merged, kept)):
        if Person.objects.above(Value(one.pk)).filter(pk=other.pk).exists():
            said = _(
                "%(one)s (%(one_id)s) reports to %(other)s (%(other_id)s). Afterwards nobody reports to "
                "themselves: where the line led to the same person, it leads to the next one above."
            )
            about = {"one": one, "one_id": one.public_id, "other": other, "other_id": other.public_id}
            found.append(said % about)
    lost = [str(words) for right, words in _rights() if getattr(merged, right) and not getattr(kept, right)]
    if lost:
        said = _("Rights are not passed on: %(rights)s. Give them to %(kept)s where they are needed.")
        found.append(said % {**names, "rights": ", ".join(lost)})
    if merged.is_active:
        found.append(
            _("%(merged)s’s account (%(email)s) is closed.") % {**names, "email": merged.email or "–"}
        )
    others = first_names(sorted(str(one.public_id) for one in merged.merged_records.all()))
    if others:
        found.append(_("What is merged into it goes along: %(ids)s.") % {"ids": ", ".join(others)})
    return found


def _rights() -> Sequence[tuple[str, Any]]:
    names = ("is_hr_admin", "is_author", "is_staff", "is_superuser")
    return [(field.name, field.verbose_name) for field in Person._meta.fields if field.name in names]


def _counts(merged: Person) -> list[Count]:
    reporting = Employment.objects.reporting().filter(manager=merged)
    return [
        (_("employments"), merged.employments.count()),
        (_("direct reports"), reporting.count()),
        (_("external ids"), merged.external_ids.count()),
    ]
