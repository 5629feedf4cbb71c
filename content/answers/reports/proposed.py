"""What a question is probably about, from its words: a skill, and values of facets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Case, IntegerField, Value, When

from assessments.frameworks.models import Skill
from assessments.owners.reports import with_owners
from content.facets.reports import FacetList
from lifow.base.passages.reports import matching_ids
from lifow.base.search import words_of
from lifow.people.persons.models import Person

MOST_LIKELY = 5
MOST_SKILLS = 500
SHORTEST_WORD = 3


@dataclass(frozen=True, slots=True)
class Proposed:
    """Skills that a question may be about, the likeliest first, and keys of facets with their values.

    `others` are all skills besides that it can be about, by name; each comes with its owner.
    """

    skills: Sequence[Skill]
    facets: Mapping[str, Sequence[str]]
    others: Sequence[Skill] = ()


def proposed_for(text: str, asker: Person, known: FacetList) -> Proposed:
    """What a text is probably about."""
    return proposed_of(matching_ids(text, asker, kind="skill", most=MOST_LIKELY), text, known)


def proposed_of(ids: Sequence[int], text: str, known: FacetList) -> Proposed:
    """What a text is probably about: the skills with these ids, and values that it names; one query."""
    rows = with_owners(Skill.objects.assessable())
    likeliest = Case(
        *(When(pk=pk, then=Value(at)) for at, pk in enumerate(ids)),
        default=Value(len(ids)),
        output_field=IntegerField(),
    )
    skills = list(rows.annotate(place=likeliest).order_by("place", "name", "pk")[:MOST_SKILLS])
    likely = set(ids)
    return Proposed(
        [one for one in skills if one.pk in likely],
        _facets(text, known),
        [one for one in skills if one.pk not in likely],
    )


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
