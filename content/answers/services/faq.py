"""FAQ pages: answers that are asked for often, in an order."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from content.answers.choices import LONGEST_COMMENT, LONGEST_FAQ
from content.answers.models import Answer, FaqEntry, FaqPage
from content.answers.services.texts import AnswersError, checked
from lifow.base.bounds import LONGEST_LINE


def save_faq_page(*, page: FaqPage | None, title: str, intro: str) -> FaqPage:
    """Add an FAQ page, or say it in other words. Raises AnswersError for a text that is none."""
    row = page or FaqPage()
    row.title = checked("title", title, LONGEST_LINE, shortest=3)
    row.intro = checked("intro", intro, LONGEST_COMMENT, shortest=0)
    row.save()
    return row


def delete_faq_page(*, page: FaqPage) -> None:
    """Delete an FAQ page; its answers stay where they are."""
    page.delete()


def put_on_faq(*, page: FaqPage, answer: Answer) -> None:
    """Put an answer at the end of an FAQ page. Twice is once.

    Raises AnswersError for one that not everybody reads or that was removed, and for a page that is full.
    """
    if answer.question.unit_id is not None:
        raise AnswersError("page", _("This question is private to a unit. Everybody reads an FAQ page."))
    if answer.removed_at is not None:
        raise AnswersError("page", _("This answer was removed."))
    with transaction.atomic():
        FaqPage.objects.select_for_update().get(pk=page.pk)
        entries = FaqEntry.objects.filter(page=page)
        if entries.count() >= LONGEST_FAQ:
            raise AnswersError("page", _("This page is full. Begin another one."))
        last = entries.aggregate(last=Max("position"))["last"] or 0
        FaqEntry.objects.get_or_create(page=page, answer=answer, defaults={"position": last + 1})


def take_off_faq(*, page: FaqPage, answer_id: str) -> None:
    """Take an answer off an FAQ page. Twice is once."""
    FaqEntry.objects.filter(page=page, answer__public_id=answer_id).delete()


def move_up_faq(*, page: FaqPage, answer_id: str) -> None:
    """Put an answer of an FAQ page before the one above it."""
    with transaction.atomic():
        FaqPage.objects.select_for_update().get(pk=page.pk)
        rows = list(FaqEntry.objects.filter(page=page).select_related("answer").order_by("position", "pk"))
        at = next((place for place, one in enumerate(rows) if one.answer.public_id == answer_id), 0)
        if at:
            rows[at - 1], rows[at] = rows[at], rows[at - 1]
        for place, one in enumerate(rows, 1):
            one.position = place
        FaqEntry.objects.bulk_update(rows, ["position"])
