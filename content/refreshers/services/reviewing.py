"""What an answer says of somebody's memory, and when its question comes back."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction

from assessments.testing.sittings.models import SittingItem
from content.refreshers.choices import MOST_CARDS, CardState, Change, Rating
from content.refreshers.compute import rating_of, recall_on, reviewed
from content.refreshers.models import RefresherCard, RefresherReview
from lifow.notifications.reports import working_day
from lifow.people.persons.models import Person


def take_into_account(*, answers: Sequence[SittingItem]) -> int:
    """Have answers of one person say when their questions come back; how many were new.

    Each comes with its version, and its sitting with the person. A question that does not come back yet does
    so from now on, unless as many do as may. Twice is once: an answer that was taken into account is passed
    by.
    """
    if not answers:
        return 0
    person = answers[0].sitting.person.merged_into or answers[0].sitting.person
    with transaction.atomic():
        list(
            Person.objects.select_for_update(of=("self",), no_key=True).filter(pk=person.pk).values_list("pk")
        )
        cards = {
            card.item_id: card
            for card in RefresherCard.objects.for_person(person).filter(item__in=_items(answers))
        }
        taken = set(
            RefresherReview.objects.filter(sitting_item__in=answers).values_list("sitting_item", flat=True)
        )
        fresh = [one for one in answers if one.pk not in taken and one.answered_at is not None]
        room = _room(person, fresh, cards)
        written = 0
        for answer in sorted(fresh, key=lambda one: (_moment(one), one.pk)):
            card = cards.get(answer.item_id)
            if card is None and room > 0:
                room -= 1
                card = cards[answer.item_id] = _new_card(person, answer)
            if card is not None:
                _review(card, answer, person)
                written += 1
    return written


def _items(answers: Iterable[SittingItem]) -> set[int]:
    return {one.item_id for one in answers}


def _room(person: Person, answers: Sequence[SittingItem], cards: dict[int, RefresherCard]) -> int:
    """How many more questions may come back to somebody; asked only where one is new."""
    if all(one.item_id in cards for one in answers):
        return 0
    return MOST_CARDS - RefresherCard.objects.for_person(person).count()


def _new_card(person: Person, answer: SittingItem) -> RefresherCard:
    moment = _moment(answer)
    return RefresherCard(
        person=person, item_id=answer.item_id, learned_at=moment, due_on=working_day(person, moment)
    )


def _review(card: RefresherCard, answer: SittingItem, person: Person) -> None:
    """Move the card by one answer, and keep the answer. One from before the last changes no date."""
    day, before = working_day(person, _moment(answer)), card.memory
    rating = rating_of(answer.score or 0, answer.version.highest_score, answer.confidence)
    if before is None or day >= before.reviewed_on:
        _remember(card, answer, rating, day)
    card.save()
    RefresherReview.objects.create(
        card=card,
        sitting_item=answer,
        rating=rating,
        is_refresher=bool(answer.sitting.is_refresher),
        answered_at=_moment(answer),
        answered_on=day,
        days_since=None if before is None else max(0, (day - before.reviewed_on).days),
        recall=None if before is None else recall_on(before, day),
        seconds=answer.version.seconds_expected,
    )


def _remember(card: RefresherCard, answer: SittingItem, rating: int, day: date) -> None:
    """What FSRS keeps of the card after an answer on a day; what has changed is learned anew by then."""
    is_forgotten = rating == Rating.AGAIN
    memory = reviewed(card.memory, rating, day)
    card.lapses += is_forgotten and card.state == CardState.KNOWN
    card.state = CardState.FORGOTTEN if is_forgotten else CardState.KNOWN
    card.stability, card.difficulty = memory.stability, memory.difficulty
    card.reviewed_on, card.due_on = memory.reviewed_on, memory.due_on
    card.answered_at, card.version_id = answer.answered_at, answer.version_id
    card.change, card.changed_at = Change.NONE, None


def _moment(answer: SittingItem) -> datetime:
    if answer.answered_at is None:
        raise ValueError("Only what was answered says something of somebody's memory.")
    return answer.answered_at
