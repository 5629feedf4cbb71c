"""Ratings that wait for somebody: the form of one, and what it says when it is sent."""

import json
import secrets

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.frameworks.models import Skill
from assessments.requests.reports import waiting_ratings
from channels.slack.blocks.elements import Button
from channels.slack.blocks.forms import LevelShown, RatingShown, rating_view, told_view
from channels.slack.blocks.home import RATE_FORM
from channels.slack.work.conversation import Conversation, for_person
from lifow.people.persons.models import Person
from portal.ratings.forms import RatingForm
from portal.ratings.outcomes import named_rating
from portal.ratings.submission import is_sent_again, take_rating

NOT_WAITING = gettext_lazy("This rating does not wait for you, or was given already.")


@for_person
def show_rating_form(conversation: Conversation) -> None:
    """Show the rating that is named, or the one that waits the longest."""
    chosen = conversation.told("value")
    waiting = waiting_ratings(conversation.person, first=chosen)
    asked = next((one for one in waiting if chosen in ("", one.key)), None)
    if asked is None:
        words = NOT_WAITING if chosen else _("No ratings to give.")
        return conversation.show_words(str(words))
    form_key = secrets.token_urlsafe(16)
    return conversation.show(
        rating_view(_shown(conversation.person, asked.key, form_key, asked.person, asked.skill))
    )


@for_person
def rate(conversation: Conversation) -> None:
    """Take a rating as a page does: once, however often it is sent."""
    rating, form_key = _named(conversation)
    rater = conversation.person
    waiting = next((one for one in waiting_ratings(rater, first=rating) if one.key == rating), None)
    asked = waiting or named_rating(rater, rating)
    if asked is None:
        return conversation.show_words(str(NOT_WAITING))
    person, skill = asked.person, asked.skill
    if waiting is None and not is_sent_again(form_key, person=person, skill=skill, rater=rater):
        return conversation.show_words(str(NOT_WAITING))
    sent = {
        "level": conversation.value("level"),
        "note": conversation.value("note"),
        "idempotency_key": form_key,
    }
    form = RatingForm(sent, skill=skill)
    if take_rating(form, person=person, rater=rater, as_of=conversation.as_of) is None:
        problem = " ".join(str(one) for errors in form.errors.values() for one in errors)
        return conversation.show(
            rating_view(_shown(rater, rating, form_key, person, skill, sent=sent, problem=problem))
        )
    return _tell_saved(conversation, person, skill)


def _tell_saved(conversation: Conversation, person: Person, skill: Skill) -> None:
    told = {"person": person, "skill": skill}
    if person == conversation.person:
        words = _("Your rating in %(skill)s is saved.") % told
    else:
        words = _("Your rating of %(person)s in %(skill)s is saved.") % told
    has_more = bool(waiting_ratings(conversation.person))
    buttons = [Button(_("Next rating"), action=RATE_FORM, is_primary=True)] if has_more else []
    conversation.show(told_view(words, *buttons))


def _shown(
    rater: Person,
    rating: str,
    form_key: str,
    person: Person,
    skill: Skill,
    *,
    sent: dict[str, str] | None = None,
    problem: str = "",
) -> RatingShown:
    told = {"person": person, "skill": skill}
    words = _("Rate yourself in %(skill)s") if person == rater else _("Rate %(person)s in %(skill)s")
    levels = RatingForm(skill=skill).levels
    return RatingShown(
        rating=rating,
        key=form_key,
        words=words % told,
        levels=[LevelShown(one.value, str(one.label), str(one.text)) for one in levels],
        chosen=(sent or {}).get("level", ""),
        note=(sent or {}).get("note", ""),
        problem=problem,
    )


def _named(conversation: Conversation) -> tuple[str, str]:
    """Which rating was given, and the key of its form."""
    try:
        told = json.loads(conversation.told("metadata") or "{}")
    except ValueError:
        told = {}
    known = told if isinstance(told, dict) else {}
    return str(known.get("rating", ""))[:40], str(known.get("key") or conversation.key)[:64]
