"""A walkthrough as its learner has it, and which pictures walkthroughs use."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from content.catalogue.models import Module, ModuleDraft, ModuleVersion
from content.kinds.reading import read_once
from content.kinds.walkthrough.models import WalkthroughProgress
from content.kinds.walkthrough.parts import Area, Step, steps_of
from lifow.base.media.models import Picture
from lifow.people.persons.models import Person


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A step with its picture; `place` counts from 1."""

    place: int
    step: Step
    picture: Picture | None
    is_passed: bool = False

    @property
    def area(self) -> Area | None:
        """The place to act on, in pixels of the picture."""
        area, picture = self.step.area, self.picture
        if area is None or picture is None:
            return None
        across, down = picture.width / 100, picture.height / 100
        sides = (area.x * across, area.y * down, area.width * across, area.height * down)
        return Area(*(round(side, 1) for side in sides))

    @property
    def may_be_hit(self) -> bool:
        """Whether there is a place to click."""
        return self.step.is_click and self.area is not None


@dataclass(frozen=True, slots=True)
class Walkthrough:
    """The steps of a walkthrough, as far as somebody has come."""

    module: Module
    steps: Sequence[ShownStep]
    is_said: bool

    @property
    def passed(self) -> int:
        return sum(one.is_passed for one in self.steps)

    @property
    def left(self) -> int:
        """Steps that were not gone through; none for who has followed them on the page."""
        return 0 if self.is_said else len(self.steps) - self.passed

    @property
    def next_step(self) -> ShownStep | None:
        """The first step that was not gone through; the first one, once all were."""
        waiting = (one for one in self.steps if not one.is_passed)
        return next(waiting, self.steps[0] if self.steps else None)

    def step(self, key: str) -> ShownStep | None:
        return next((one for one in self.steps if one.step.key == key), None)

    def after(self, shown: ShownStep) -> ShownStep | None:
        """The step behind one; None behind the last."""
        return self.steps[shown.place] if shown.place < len(self.steps) else None

    def before(self, shown: ShownStep) -> ShownStep | None:
        return self.steps[shown.place - 2] if shown.place > 1 else None


def shown_steps(parts: Mapping[str, Any], passed: Sequence[Any] = ()) -> list[ShownStep]:
    """Steps with their pictures; one query, none without pictures."""
    steps = steps_of(parts)
    named = {one.picture for one in steps if one.picture}
    pictures = pictures_named(named)
    return [
        ShownStep(place, one, pictures.get(one.picture), one.key in passed)
        for place, one in enumerate(steps, start=1)
    ]


def pictures_named(public_ids: Collection[str]) -> Mapping[str, Picture]:
    """Pictures by their public ids; one query, none without ids."""
    return _pictures(frozenset(public_ids)) if public_ids else {}


@read_once
def _pictures(public_ids: frozenset[str]) -> Mapping[str, Picture]:
    return {one.public_id: one for one in Picture.objects.filter(public_id__in=public_ids)}


def walkthrough_of(module: Module, person: Person) -> Walkthrough:
    """A walkthrough as a person has it; two queries."""
    row = WalkthroughProgress.objects.filter(module=module, person=person).first()
    steps = shown_steps(module.parts, row.passed if row else ())
    return Walkthrough(module, steps, row is not None and row.said_at is not None)


def used_pictures() -> set[str]:
    """Public ids of the pictures that walkthroughs, their drafts and their versions name."""
    kind = Module.Kind.WALKTHROUGH
    told = [
        *Module.objects.filter(kind=kind).values_list("parts", flat=True),
        *ModuleDraft.objects.filter(contents__kind=kind).values_list("contents__parts", flat=True),
        *ModuleVersion.objects.filter(contents__kind=kind).values_list("contents__parts", flat=True),
    ]
    known = (steps_of(parts) for parts in told if isinstance(parts, Mapping))
    return {one.picture for steps in known for one in steps if one.picture}
