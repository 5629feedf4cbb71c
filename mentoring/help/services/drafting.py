"""What others are to read of a conversation: both agree to the same words."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lifow.base.bounds import is_text_in_bounds
from lifow.people.persons.models import Person
from mentoring.help.choices import LONGEST_DRAFT, LONGEST_TITLE, HelpKind, HelpState
from mentoring.help.models import HelpRequest
from mentoring.help.notifications import tell_to_agree
from mentoring.help.services.asking import HelpError

SHORTEST_TITLE = 8


def save_draft(
    *, request: HelpRequest, by: Person, title: str, text: str, number: int, as_of: datetime
) -> HelpRequest:
    """Write down question and answer, or agree to what the other has written; the other is asked to agree.

    `number` is the version that `by` has read: other words than these make a new version, to which they alone
    have agreed. Raises HelpError for words that are none, for others than the two, for a request that is
    closed, and where the other has changed the words since.
    """
    words = _words(title, text)
    with transaction.atomic():
        rows = HelpRequest.objects.select_for_update(of=("self",)).select_related("person", "claimed_by")
        row = rows.get(pk=request.pk)
        _check(row, by)
        if row.draft_number != number:
            if (row.draft_title, row.draft_text) != words:
                raise HelpError(_("The other one has changed the words. Read them, and send yours again."))
        elif (row.draft_title, row.draft_text) != words:
            row.draft_title, row.draft_text = words
            row.draft_number += 1
        if by.pk == row.person_id:
            row.asker_agreed = row.draft_number
        else:
            row.helper_agreed = row.draft_number
        row.save()
        other = row.claimed_by if by.pk == row.person_id else row.person
        if not is_agreed(row) and other is not None:
            tell_to_agree(row, other, as_of=as_of)
    return row


def is_agreed(request: HelpRequest) -> bool:
    """Whether both have agreed to the words as they stand."""
    return 0 < request.draft_number == request.asker_agreed == request.helper_agreed


def _words(title: str, text: str) -> tuple[str, str]:
    question, answer = " ".join(title.split()), text.strip()
    if not SHORTEST_TITLE <= len(question) <= LONGEST_TITLE or not is_text_in_bounds(question, LONGEST_TITLE):
        told = {"shortest": SHORTEST_TITLE, "longest": LONGEST_TITLE}
        raise HelpError(_("Write the question in %(shortest)s to %(longest)s characters.") % told)
    if not answer or not is_text_in_bounds(answer, LONGEST_DRAFT):
        raise HelpError(_("Write the answer in 1 to %(longest)s characters.") % {"longest": LONGEST_DRAFT})
    return question, answer


def _check(row: HelpRequest, by: Person) -> None:
    if row.kind != HelpKind.NOW or row.state != HelpState.CLAIMED:
        raise HelpError(_("Nobody has this request any more. Go back to the conversation."))
    if by.pk not in (row.person_id, row.claimed_by_id):
        raise HelpError(_("Only the two agree on what others read."))
