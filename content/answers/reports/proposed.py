"""What a question is probably about, from its words: a skill, and values of facets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assessments.frameworks.models import Skill
from content.facets.reports import FacetList
from lifow.base.passages.reports import matching_ids
from lifow.base.search import words_of
from lifow.people.persons.models import Person

MOST_SKILLS = 5
SHORTEST_WORD = 3


@dataclass(frozen=True, slots=True)
class Proposed:
    """Skills that a question may be about, the likeliest first, and keys of facets with their values."""

    skills: Sequence[Skill]
    facets: Mapping[str, Sequence[str]]


def proposed_for(text: str, asker: Person, known: FacetList) -> Proposed:
    """What a text is probably about."""
    return proposed_of(matching_ids(text, asker, kind="skill", most=MOST_SKILLS), text, known)


def proposed_of(ids: Sequence[int], text: str, known: FacetList) -> Proposed:
    """What a text is probably about: the skills with these ids, and values that it names."""
    found = Skill.objects.assessable().in_bulk(ids)
    return Proposed([found[pk] for pk in ids if pk in found], _facets(text, known))


def _facets(text: str, known: FacetList) -> dict[str, list[str]]:
    """Values of the company's list whose name stands in the text."""
    said = f" {' '.join(words_of(text)).casefold()} "
    found: dict[str, list[str]] = {}
    for facet in known.listed:
        for value in facet.listed:
            name = " ".join(words_of(value.name)).casefold()
            if len(name) >= SHORTEST_WORD and f" {name} " in said:
                found.setdefault(facet.key, []).append(value.key)
    return found
