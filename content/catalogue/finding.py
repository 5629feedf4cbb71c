"""Modules as search finds them: what is published by everybody, all else by those who write."""

from collections.abc import Iterator, Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.catalogue.choices import ModuleKind, ModuleStatus
from content.catalogue.kinds import kind_of, tidy_parts
from content.catalogue.models import Module
from content.facets.reports import FacetList, facet_list, matched, pairs_of
from lifow.base.passages.prose import plain, prose_passages
from lifow.base.passages.registry import EVERYBODY, Findable, Found, Opened, Readable, Text, Watched
from lifow.people.persons.models import Person

AUTHORS = "authors"
COLUMNS = ("title", "kind", "minutes", "summary", "body", "parts", "parts_text", "facets", "status")


class Modules(Findable):
    """Modules, each opened at the passage, the moment, the page or the step."""

    kind = "module"
    label = gettext_lazy("Modules")
    watched = (
        Watched("content_module", columns=COLUMNS),
        Watched("content_moduleeffect", "module_id"),
        Watched("content_modulefacet", "module_id"),
    )

    def ids(self, after: int, most: int) -> list[int]:
        return list(Module.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:most])

    def found(self, ids: Sequence[int]) -> Iterator[Found]:
        rows = Module.objects.filter(pk__in=ids).order_by("pk").prefetch_related("effects__skill")
        facets = facet_list()
        for module in rows:
            yield Found(
                source_id=module.pk,
                title=module.title,
                audience=EVERYBODY if module.status == ModuleStatus.PUBLISHED else AUTHORS,
                names=_names(module),
                summary=plain(module.summary),
                passages=_passages(module),
                identities=(module.public_id, module.key),
                filed_under=_filed_under(module, facets),
                changed_at=module.updated_at,
            )

    def readable_by(self, user: Person) -> Readable:
        sees_all = user.is_author or user.is_hr_admin
        return Readable(frozenset({EVERYBODY, AUTHORS} if sees_all else {EVERYBODY}))

    def opened(self, ids: Sequence[int], user: Person) -> Mapping[int, Opened]:
        rows = Module.objects.visible_to(user).filter(pk__in=ids)
        told = rows.values_list("pk", "public_id", "title", "kind", "minutes", "status")
        return {
            pk: Opened(
                url=reverse("content:module", args=[public_id]),
                title=title,
                kind=str(ModuleKind(kind).label) if kind in ModuleKind else kind,
                note=_note(minutes, status),
                public_id=public_id,
            )
            for pk, public_id, title, kind, minutes, status in told
        }


def _names(module: Module) -> list[str]:
    skills = [effect.skill.name for effect in module.effects.all()]
    kind = str(ModuleKind(module.kind).label) if module.kind in ModuleKind else ""
    facets = module.facets if isinstance(module.facets, dict) else {}
    return [*skills, kind, *(value for _facet, value in pairs_of(facets))]


def _passages(module: Module) -> list[Text]:
    parts = kind_of(module.kind).passages(tidy_parts(module.kind, module.parts))
    return [*prose_passages(module.body, anchor="text"), *parts]


def _filed_under(module: Module, known: FacetList) -> list[tuple[str, str]]:
    facets = module.facets if isinstance(module.facets, dict) else {}
    return [
        ("type", module.kind),
        *((f"facet.{facet}", value) for facet, values in matched(facets, known).items() for value in values),
    ]


def _note(minutes: int, status: str) -> str:
    length = _("%(minutes)d min") % {"minutes": minutes}
    return length if status == ModuleStatus.PUBLISHED else f"{ModuleStatus(status).label} · {length}"
