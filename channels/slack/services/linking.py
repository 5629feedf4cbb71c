"""Whose account in Slack is whose here."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from channels.slack.choices import SLACK
from channels.slack.models import SlackLink, SlackWork
from channels.slack.reports import Proposal
from lifow.notifications.registry import all_kinds
from lifow.notifications.services import switch_kinds
from lifow.people.persons.models import Person
from lifow.people.privacy.reports import Subject

USED_AGAIN_AFTER = timedelta(hours=1)


def link_account(*, person: Person, proposal: Proposal, as_of: datetime) -> SlackLink:
    """Have an account in Slack be this person's, who has confirmed it. Twice is once.

    It takes the place of another account of theirs, and of another person's claim on this account. With it,
    what waits for them is sent to them in Slack until they say otherwise.
    """
    with transaction.atomic():
        Person.objects.select_for_update(no_key=True).get(pk=person.pk)
        theirs = {"team_id": proposal.team_id, "slack_user_id": proposal.slack_user_id}
        SlackLink.objects.filter(**theirs).exclude(person=person).delete()
        before = SlackLink.objects.filter(person=person).first()
        if before is not None and before.slack_user_id == proposal.slack_user_id:
            return before
        link, _created = SlackLink.objects.update_or_create(
            person=person, defaults={**theirs, "confirmed_at": as_of, "used_at": None, "last_delivery_id": ""}
        )
        if before is None:
            acts = [kind.key for kind in all_kinds() if kind.is_act]
            switch_kinds(person=person, kinds=acts, way=SLACK, is_on=True)
    return link


def unlink_account(*, person: Person, public_id: str) -> bool:
    """Forget somebody's account in Slack: it does and shows nothing any more; whether there was one."""
    return bool(SlackLink.objects.filter(person=person, public_id=public_id).delete()[0])


def unlink_closed_accounts() -> int:
    """Forget the accounts of all who may not sign in any more; how many."""
    return SlackLink.objects.filter(person__is_active=False).delete()[0]


def forget_requests_of(subject: Subject, as_of: datetime) -> int:
    """Delete what somebody asked for in Slack, for they are erased; how many rows."""
    links = SlackLink.objects.filter(person__in=subject.ids)
    whose = Q(pk__in=[])
    for team_id, slack_user_id in links.values_list("team_id", "slack_user_id"):
        whose |= Q(team_id=team_id, slack_user_id=slack_user_id)
    return SlackWork.objects.filter(whose).delete()[0]


def note_use(*, link: SlackLink, as_of: datetime) -> None:
    """Remember that somebody uses lifow in Slack; once an hour at most."""
    rarely = Q(used_at__isnull=True) | Q(used_at__lte=as_of - USED_AGAIN_AFTER)
    SlackLink.objects.filter(rarely, pk=link.pk).update(used_at=as_of)


def note_delivery(*, link: SlackLink, delivery_id: str) -> None:
    """Remember the message that Slack has just taken, so that it is not sent again."""
    SlackLink.objects.filter(pk=link.pk).update(last_delivery_id=delivery_id[:200])
