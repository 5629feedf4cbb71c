"""Pairs of pages: one, the same after a change, and the target that is looked for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from random import Random
from typing import TypedDict

from benchmarks.guidance_targets import mutations
from benchmarks.guidance_targets.designs import Design
from benchmarks.guidance_targets.nodes import Node

Family = Callable[[Random, Design], Node]
# “Gone” is beside the others: there is nothing to point at, and whatever is pointed at is wrong.
KINDS = ("class rename", "id hash", "wrapper", "reorder", "text edit", "translation", "redesign", "gone")
GONE = "gone"


class Pair(TypedDict):
    """What the browser gets."""

    before: str
    after: str
    key: str
    kind: str


@dataclass(frozen=True, slots=True)
class Material:
    """What pages are made of."""

    families: Sequence[Family]
    designs: Sequence[Design]


def make_pair(seed: int, kind: str, material: Material) -> Pair:
    """The pair of a seed: the same each time."""
    rng = Random(f"{seed} {kind}")
    family, design = rng.choice(material.families), rng.choice(material.designs)
    content = rng.random()
    before = family(Random(content), design)
    key = rng.choice([element.key for element in before.walk() if element.key])
    after = family(Random(content), _other(rng, design, material.designs) if kind == "redesign" else design)
    change(rng, after, key, kind)
    return {"before": html(before, design), "after": html(after, design), "key": key, "kind": kind}


def _other(rng: Random, design: Design, designs: Sequence[Design]) -> Design:
    return rng.choice([other for other in designs if other is not design])


CHANGES: dict[str, Sequence[mutations.Mutation]] = {
    "class rename": [mutations.rename_classes],
    "id hash": [mutations.hash_ids],
    "wrapper": [mutations.wrap],
    "reorder": [mutations.reorder],
    "text edit": [mutations.edit_texts],
    "translation": [mutations.translate],
    # The page is that of another design already.
    "redesign": [mutations.reorder, partial(mutations.edit_texts, of_target=0.2)],
}


def change(rng: Random, page: Node, key: str, kind: str) -> None:
    """Change a page by a kind; where the target goes, the page is changed in one other way too."""
    if kind == GONE:
        mutations.remove(page, key)
        kind = rng.choice([other for other in CHANGES if other != "redesign"])
    for mutation in CHANGES[kind]:
        mutation(rng, page, key)


def html(page: Node, design: Design) -> str:
    """A page without its frame: the browser puts it into its document."""
    return f"<head><title>A page</title><style>{design.style}</style></head>{page.html()}"
