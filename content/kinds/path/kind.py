"""What a path adds to its text: modules in an order, with pauses."""

from collections.abc import Sequence
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from content.catalogue.choices import ModuleKind
from content.catalogue.kinds import KindOfModule, PartProblem, Parts, Shown
from content.catalogue.models import Module
from content.kinds.path import parts as stored
from content.kinds.path.choices import StopState
from content.kinds.path.forms import PathBuilder
from content.kinds.path.reports import path_of, shown_stops
from lifow.people.persons.models import Person
from lifow.people.persons.rules import may_author


class PathKind(KindOfModule):
    """A path."""

    name = ModuleKind.PATH
    purpose = gettext_lazy("Several modules in an order, with pauses, such as the first weeks in a role.")
    needs_text = is_text_read = False
    is_done_by_itself = True
    text_label = gettext_lazy("What it leads to")

    def tidy(self, parts: Parts) -> dict[str, Any]:
        return stored.tidy(parts)

    def problems(self, parts: Parts) -> Sequence[PartProblem]:
        for one in shown_stops(parts):
            if one.module is not None and one.module.kind == ModuleKind.PATH:
                message = _("“%(module)s” is a path itself. Add its modules instead.")
                return [PartProblem(stored.STOPS, message % {"module": one.module})]
        return ()

    def gaps_before_publishing(self, parts: Parts) -> Sequence[PartProblem]:
        stops = shown_stops(parts)
        if len(stops) < 2:
            return [PartProblem(stored.STOPS, _("Add at least two modules."))]
        message = _("Module %(place)s of the path is not published: publish it, or remove it.")
        gone = [one.place for one in stops if one.state == StopState.GONE]
        return [PartProblem(stored.STOPS, message % {"place": place}) for place in gone]

    def searched(self, parts: Parts) -> str:
        told = [text for one in shown_stops(parts) for text in (_title(one.module), one.stop.why)]
        return "\n".join(text for text in told if text)

    def in_words(self, parts: Parts) -> str:
        return "\n".join(
            f"{one.place}. {_title(one.module) or one.stop.ref} (+{one.stop.days}) {one.stop.why}".strip()
            for one in shown_stops(parts)
        )

    def builder(self, data: QueryDict | None, parts: Parts) -> PathBuilder:
        return PathBuilder(data, parts)

    def preview(self, parts: Parts) -> Shown | None:
        stops = shown_stops(parts)
        return Shown("content/kinds/path/stops.html", {"stops": stops}) if stops else None

    def player(self, module: Module, person: Person) -> Shown | None:
        path = path_of(module, person, timezone.now())
        if not path.stops:
            return None
        is_open = module.status == Module.Status.PUBLISHED
        told = {"path": path, "stops": path.stops, "module": module, "is_open": is_open}
        told["warned"] = path.gone if may_author(person) else []
        return Shown("content/kinds/path/player.html", told, left=_left(path.left))

    def left_to_do(self, module: Module, person: Person) -> str:
        return _left(path_of(module, person, timezone.now()).left)


def _left(left: int) -> str:
    if not left:
        return ""
    words = ngettext("%(count)s module of the path is left.", "%(count)s modules of the path are left.", left)
    return words % {"count": left}


def _title(module: Module | None) -> str:
    return module.title if module is not None else ""
