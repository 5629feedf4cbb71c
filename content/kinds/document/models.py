"""What PDFs say, page by page."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from content.kinds.document.choices import ReadingProblem, ReadingState
from content.kinds.document.querysets import DocumentPageQuerySet, DocumentTextQuerySet
from lifow.base.fields import MomentField
from lifow.base.uploads.models import StoredFile


class DocumentText(models.Model):
    """Whether a PDF has been read, how many pages it has, or why it is refused.

    A job reads it; `taken_at` is when one began, `attempts` how often. What keeps killing workers is refused.
    """

    State = ReadingState
    Problem = ReadingProblem

    file = models.OneToOneField(
        StoredFile, on_delete=models.CASCADE, related_name="document_text", verbose_name=_("file")
    )
    state = models.CharField(_("state"), max_length=10, choices=ReadingState, default=ReadingState.WAITING)
    problem = models.CharField(_("problem"), max_length=15, choices=ReadingProblem, blank=True, default="")
    page_count = models.PositiveIntegerField(_("pages"), default=0)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    taken_at = MomentField(_("taken at"), null=True, blank=True)
    read_at = MomentField(_("read at"), null=True, blank=True)

    objects = DocumentTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("text of a document")
        verbose_name_plural = _("texts of documents")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ReadingState.REFUSED) ^ Q(problem=""),
                name="document_refused_for_a_reason",
            )
        ]

    def __str__(self) -> str:
        return str(self.file_id)


class DocumentPage(models.Model):
    """The text of one page, counted from 1."""

    document = models.ForeignKey(
        DocumentText, on_delete=models.CASCADE, related_name="pages", verbose_name=_("document")
    )
    number = models.PositiveIntegerField(_("page"))
    text = models.TextField(_("text"), blank=True)

    objects = DocumentPageQuerySet.as_manager()
    search_fields = ("text",)

    class Meta:
        verbose_name = _("page of a document")
        verbose_name_plural = _("pages of documents")
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="document_page_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="document_page_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id}.{self.number}"
