"""Copies that learners have made of templates."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from content.catalogue.models import Module, ModuleVersion
from content.kinds.template.querysets import TemplateCopyQuerySet
from lifow.base.fields import ListField, MomentField, PublicIdField
from lifow.base.models import Timestamped
from lifow.people.persons.models import Person


class TemplateCopy(Timestamped):
    """Somebody's own document, made of a template: its text, and the author's comments at their places.

    `base_text` and `base_comments` are what of the template the writer has seen and decided about: what it
    says otherwise by now is a change to take over or to leave. See `content.kinds.template.copies` for the
    form of `comments`.
    """

    public_id = PublicIdField(prefix="tcp")
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="template_copies", verbose_name=_("person")
    )
    module = models.ForeignKey(
        Module, on_delete=models.PROTECT, related_name="template_copies", verbose_name=_("template")
    )
    version = models.ForeignKey(
        ModuleVersion,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("version"),
        help_text=_("Of the template, as it was when the copy was made."),
    )
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"), blank=True, help_text=_("Markdown."))
    comments = ListField(_("comments"), default=list, blank=True)
    base_text = models.TextField(_("text of the template"), blank=True)
    base_comments = ListField(_("comments of the template"), default=list, blank=True)
    window = models.CharField(
        _("window"),
        max_length=32,
        blank=True,
        editable=False,
        help_text=_("In which it was saved last: a window does not undo what another one has saved."),
    )
    shared_at = MomentField(_("shared at"), null=True, blank=True)
    idempotency_key = models.CharField(
        max_length=64, editable=False, help_text=_("Makes the same button, pressed twice, the same copy.")
    )

    objects = TemplateCopyQuerySet.as_manager()

    class Meta:
        verbose_name = _("copy of a template")
        verbose_name_plural = _("copies of templates")
        indexes = [models.Index(fields=["person", "-updated_at"], name="template_copy_newest")]
        constraints = [
            models.UniqueConstraint(fields=["person", "idempotency_key"], name="template_copy_made_once")
        ]

    def __str__(self) -> str:
        return self.title
