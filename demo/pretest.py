"""How the people of the demo company answered the test questions when they were tried out. Pure.

Answers follow from what people can truly do and from where a question truly lies, which is near where its
author put it. Two questions are bad on purpose: one has a wrong key, one is a matter of taste.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import exp
from random import Random
from typing import Any

from demo.company_files import Company
from demo.generator import EVENING, MORNING, SETTLED_AFTER_DAYS, true_levels
from demo.item_files import WrittenItem
from demo.subjects import colleagues, subjects

TASTE, WRONG_KEY = "bad: a matter of taste", "bad: wrong key; the right answer is "
SURE_ABOVE, GUESSED_BELOW = 0.8, -0.5
HALF_LEVEL = 0.5
GRADED_STEP = 1.0
LETTERS = "abcdefghijklmnopqrstuvwxyz"
Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer by the author's keys, how sure somebody is of it, and how long it took."""

    answer: Answer
    confidence: str
    seconds: int


@dataclass(frozen=True, slots=True)
class TriedOut:
    """An answer to one question: as the bank stores answers, by the author's keys."""

    employee: str
    skill: str
    item: str
    answer: Answer
    confidence: str
    seconds: int
    round: int
    days_ago: int
    minute: int


def tried_skills(company: Company) -> list[str]:
    """The skills whose questions were tried out: those that enough people need."""
    people: dict[str, int] = {}
    for subject in subjects(company):
        people[subject.skill] = people.get(subject.skill, 0) + 1
    least = company.evidence["generator"]["pretest"]["least_people"]
    return [file.skill for file in company.items if people.get(file.skill, 0) >= least]


def all_tried_out(company: Company) -> Iterator[TriedOut]:
    """Every answer, a round, a person and a skill at a time."""
    generator, seed = company.evidence["generator"], company.seed
    tried = set(tried_skills(company))
    items = {file.skill: file.items for file in company.items if file.skill in tried}
    here = {one.employee: one for one in colleagues(company)}
    asked = [one for one in subjects(company) if one.skill in tried]
    for number, days_ago in enumerate(generator["pretest"]["days_ago"], start=1):
        for (employee, skill), level in true_levels(asked, generator, seed, days_ago).items():
            one = here[employee]
            if one.days_gone < days_ago < one.days_here - SETTLED_AFTER_DAYS:
                draw = Random(f"{seed}/{employee}/{skill}/pretest/{number}")  # noqa: S311 (no secret)
                minute = draw.randrange(MORNING, EVENING)
                for item in items[skill]:
                    yield _tried_out(employee, skill, item, level, company, draw, number, days_ago, minute)


def _tried_out(
    employee: str,
    skill: str,
    item: WrittenItem,
    level: float,
    company: Company,
    draw: Random,
    number: int,
    days_ago: int,
    minute: int,
) -> TriedOut:
    said = answered(item, level, company, draw)
    return TriedOut(
        employee, skill, item.key, said.answer, said.confidence, said.seconds, number, days_ago, minute
    )


def answered(item: WrittenItem, level: float, company: Company, draw: Random) -> Answered:
    """What somebody who is truly at a level answers to a question, drawn from `draw`."""
    numbers = company.evidence["generator"]["pretest"]
    above = level - true_threshold(item, numbers, company.seed)
    felt = above + draw.gauss(0, numbers["sure_sd"])
    confidence = "sure" if felt > SURE_ABOVE else "guess" if felt < GUESSED_BELOW else "think_so"
    if item.purpose.startswith(TASTE):
        answer = _option(draw.randrange(len(item.options)))
    else:
        answer = _ANSWERS[item.kind](item, draw, above, numbers["slope"])
    seconds = max(5, round(item.seconds * exp(draw.gauss(-0.2, 0.35))))
    return Answered(answer, confidence, seconds)


def true_threshold(item: WrittenItem, numbers: Mapping[str, Any], seed: int) -> float:
    """Where an item truly lies: whoever is at this level has an even chance."""
    off = Random(f"{seed}/{item.key}/threshold").gauss(0, numbers["author_sd"])  # noqa: S311 (no secret)
    return float(item.level - HALF_LEVEL + off)


def _knows(draw: Random, above: float, slope: float) -> bool:
    return draw.random() < 1 / (1 + exp(-slope * above))


def _single(item: WrittenItem, draw: Random, above: float, slope: float) -> Answer:
    right = _right_option(item)
    others = [place for place in range(len(item.options)) if place != right]
    return _option(right if _knows(draw, above, slope) else draw.choice(others))


def _right_option(item: WrittenItem) -> int:
    """The place of what is truly right, whatever the key says."""
    if item.purpose.startswith(WRONG_KEY):
        word = item.purpose.removeprefix(WRONG_KEY)
        return next(place for place, one in enumerate(item.options) if one.text.endswith(word))
    return next(place for place, one in enumerate(item.options) if one.is_right)


def _option(place: int) -> Answer:
    return {"key": LETTERS[place]}


def _multiple(item: WrittenItem, draw: Random, above: float, slope: float) -> Answer:
    chosen = {place for place, one in enumerate(item.options) if one.is_right}
    if not _knows(draw, above, slope):
        chosen ^= {draw.randrange(len(item.options))}
    return {"keys": [LETTERS[place] for place in sorted(chosen)]}


def _scenario(item: WrittenItem, draw: Random, above: float, slope: float) -> Answer:
    """By the graded response model, with thresholds a level apart about where the item lies."""
    top = max(one.score or 0 for one in item.options)
    at, chance = draw.random(), [1.0]
    for step in range(1, top + 1):
        off = above - GRADED_STEP * (step - (top + 1) / 2)
        chance.append(1 / (1 + exp(-slope * off)))
    score = max(step for step in range(top + 1) if at < chance[step] or step == 0)
    places = [place for place, one in enumerate(item.options) if one.score == score]
    return _option(draw.choice(places or range(len(item.options))))


def _order(item: WrittenItem, draw: Random, above: float, slope: float) -> Answer:
    keys = list(LETTERS[: len(item.steps)])
    if not _knows(draw, above, slope):
        place = draw.randrange(len(keys) - 1)
        keys[place], keys[place + 1] = keys[place + 1], keys[place]
    return {"keys": keys}


def _match(item: WrittenItem, draw: Random, above: float, slope: float) -> Answer:
    lefts = LETTERS[: len(item.pairs)]
    rights = list(lefts)
    if not _knows(draw, above, slope):
        place = draw.randrange(len(rights) - 1)
        rights[place], rights[place + 1] = rights[place + 1], rights[place]
    return {"pairs": dict(zip(lefts, rights, strict=True))}


def _numeric(item: WrittenItem, draw: Random, above: float, slope: float) -> Answer:
    right = item.answer or Decimal(0)
    if _knows(draw, above, slope):
        return {"text": str(right)}
    return {"text": str(right + (item.tolerance + 1) * draw.choice((-2, 1, 3)))}


def _text(item: WrittenItem, draw: Random, above: float, slope: float) -> Answer:
    return {"text": item.accepted[0] if _knows(draw, above, slope) else "I do not know"}


def _hotspot(item: WrittenItem, draw: Random, above: float, slope: float) -> Answer:
    knows = _knows(draw, above, slope)
    return _option(draw.choice([place for place, one in enumerate(item.areas) if one.is_right == knows]))


_ANSWERS: Mapping[str, Callable[[WrittenItem, Random, float, float], Answer]] = {
    "single": _single,
    "multiple": _multiple,
    "scenario": _scenario,
    "order": _order,
    "match": _match,
    "numeric": _numeric,
    "text": _text,
    "hotspot": _hotspot,
}
