"""What a walkthrough adds to its text: steps with pictures, to read and to rehearse."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from content.catalogue.choices import ModuleKind
from content.catalogue.kinds import KindOfModule, PartProblem, Parts, Shown
from content.catalogue.models import Module
from content.kinds.walkthrough import parts as stored
from content.kinds.walkthrough.forms import WalkthroughBuilder, with_files
from content.kinds.walkthrough.models import WalkthroughPicture
from content.kinds.walkthrough.reports import ShownStep, Walkthrough, shown_steps, walkthrough_of
from content.kinds.walkthrough.services import hold_step_pictures, keep_step_picture
from lifow.base.passages.registry import Text
from lifow.people.persons.models import Person


class WalkthroughKind(KindOfModule):
    """A walkthrough."""

    name = ModuleKind.WALKTHROUGH
    purpose = gettext_lazy("Steps through a tool with pictures, to follow on a page and to rehearse.")
    needs_text = False
    text_label = gettext_lazy("Introduction")

    def tidy(self, parts: Parts) -> dict[str, Any]:
        return stored.tidy(parts)

    def problems(self, parts: Parts) -> Sequence[PartProblem]:
        bad = next((at for at, one in enumerate(stored.steps_of(parts), start=1) if not one.text), None)
        if bad is None:
            return ()
        message = _("Step %(place)s: say what to do.")
        return [PartProblem(stored.STEPS, message % {"place": bad})]

    def gaps_before_publishing(self, parts: Parts) -> Sequence[PartProblem]:
        steps = shown_steps(parts)
        if not steps:
            message = _("Add at least one step, or choose the kind Article.")
            return [PartProblem(stored.STEPS, message)]
        found = ((one.place, problem) for one in steps if (problem := _gap_of(one)))
        message = _("Step %(place)s: %(problem)s")
        return [
            PartProblem(stored.STEPS, message % {"place": place, "problem": problem})
            for place, problem in found
        ]

    def searched(self, parts: Parts) -> str:
        steps = stored.steps_of(parts)
        return "\n".join(text for one in steps for text in (one.text, one.alt, one.typed, one.hint) if text)

    def passages(self, parts: Parts) -> Sequence[Text]:
        return [
            Text(
                " ".join(text for text in (one.text, one.alt, one.typed, one.hint) if text),
                place=_("step %(number)d") % {"number": number},
                anchor=f"step-{one.key}",
            )
            for number, one in enumerate(stored.steps_of(parts), 1)
        ]

    def in_words(self, parts: Parts) -> str:
        return "\n".join(_in_words(place, one) for place, one in enumerate(stored.steps_of(parts), start=1))

    def pictures(self, parts: Parts) -> Sequence[str]:
        return stored.pictures_in(parts)

    def with_pictures(self, parts: Parts, name: Callable[[str], str]) -> dict[str, Any]:
        return stored.with_pictures(parts, name)

    def hold_pictures(self, public_ids: Collection[str], as_of: datetime) -> None:
        hold_step_pictures(public_ids=public_ids, as_of=as_of)

    def held_pictures(self) -> QuerySet[Any]:
        return WalkthroughPicture.objects.values("picture")

    def with_files(self, data: QueryDict, files: MultiValueDict, by: Person) -> QueryDict:
        return with_files(data, files, lambda file: keep_step_picture(data=file, as_of=timezone.now()))

    def builder(self, data: QueryDict | None, parts: Parts) -> WalkthroughBuilder:
        return WalkthroughBuilder(data, parts)

    def preview(self, parts: Parts) -> Shown | None:
        steps = shown_steps(parts)
        return Shown("content/kinds/walkthrough/steps.html", {"steps": steps}) if steps else None

    def player(self, module: Module, person: Person) -> Shown | None:
        walkthrough = walkthrough_of(module, person)
        if not walkthrough.steps:
            return None
        told = {
            "walkthrough": walkthrough,
            "steps": walkthrough.steps,
            "module": module,
            "is_open": module.status == Module.Status.PUBLISHED,
        }
        return Shown("content/kinds/walkthrough/player.html", told, left=_left(walkthrough))

    def left_to_do(self, module: Module, person: Person) -> str:
        return _left(walkthrough_of(module, person))


def _gap_of(shown: ShownStep) -> str:
    """What a step lacks before learners may have it."""
    if shown.step.picture and shown.picture is None:
        return _("its picture is not stored here. Upload it again.")
    if shown.picture is not None and not shown.step.alt:
        return _("say what the picture shows, for those who do not see it.")
    if shown.step.is_click and shown.area is None:
        return _("add a picture and draw the place to click, or choose another act.")
    return ""


def _left(walkthrough: Walkthrough) -> str:
    if not walkthrough.left:
        return ""
    words = ngettext(
        "%(count)s step is left. Rehearse it, or say below the steps that you have followed them here.",
        "%(count)s steps are left. Rehearse them, or say below the steps that you have followed them here.",
        walkthrough.left,
    )
    return words % {"count": walkthrough.left}


def _in_words(place: int, step: stored.Step) -> str:
    area = step.area
    where = f" [{area.x:g}, {area.y:g}, {area.width:g} × {area.height:g}]" if area else ""
    more = " · ".join(one for one in (step.typed, step.hint, step.alt, step.picture) if one)
    return f"{place}. {step.text}{where} ({step.act}{': ' if more else ''}{more})"
