"""FAQ pages: answers that are asked for often."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from content.answers.choices import LONGEST_COMMENT
from content.answers.models.answers import Answer
from lifow.base.bounds import LONGEST_LINE, validate_text
from lifow.base.fields import PublicIdField
from lifow.base.models import Timestamped


class FaqPage(Timestamped):
    """A page of answers that are asked for often; those alone are shown that are verified on the day."""

    public_id = PublicIdField(prefix="faq")
    title = models.CharField(_("title"), max_length=LONGEST_LINE, validators=[validate_text])
    intro = models.CharField(
        _("introduction"), max_length=LONGEST_COMMENT, blank=True, default="", validators=[validate_text]
    )

    class Meta:
        verbose_name = _("FAQ page")
        verbose_name_plural = _("FAQ pages")

    def __str__(self) -> str:
        return self.title


class FaqEntry(models.Model):
    """An answer on an FAQ page, in its place."""

    page = models.ForeignKey(
        FaqPage, on_delete=models.CASCADE, related_name="entries", verbose_name=_("page")
    )
    answer = models.ForeignKey(
        Answer, on_delete=models.CASCADE, related_name="faq_entries", verbose_name=_("answer")
    )
    position = models.PositiveIntegerField(_("position"))

    class Meta:
        verbose_name = _("answer on an FAQ page")
        verbose_name_plural = _("answers on FAQ pages")
        constraints = [models.UniqueConstraint(fields=["page", "answer"], name="faq_entry_once")]

    def __str__(self) -> str:
        return str(self.answer_id)
