"""Evidence in the admin: it is added to by services alone, and withdrawn by a row of its own."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextareaWidget

from assessments.evidence.forms import WithdrawalForm
from assessments.evidence.models import Evidence, EvidenceWithdrawal
from assessments.evidence.reports import withdrawals_of
from assessments.evidence.rules import may_restore, may_withdraw
from assessments.evidence.services import WithdrawalError, restore_evidence, withdraw_evidence
from lifow.base.admin import LookOnlyAdmin, names_of
from lifow.people.persons.models import Person


@admin.register(Evidence)
class EvidenceAdmin(LookOnlyAdmin):
    """The ledger, in which nothing changes: a correction is new evidence that supersedes, and what was sent
    by mistake is withdrawn."""

    list_display = (
        "person",
        "skill",
        "level",
        "standard_error",
        "source",
        "rater",
        "observed_at",
        "valid_until",
    )
    list_select_related = ("person", "skill", "rater")
    list_filter = ("source", "observed_at", ("attributed_by", admin.EmptyFieldListFilter))
    search_fields = (*names_of("person"), "skill__name", "public_id")
    readonly_fields = ("withdrawing",)
    ordering = ("-observed_at", "-pk")

    @display(description=_("withdrawn"))
    def withdrawing(self, evidence: Evidence) -> str:
        """Whether it is withdrawn, and the way to the page that withdraws it or takes that back."""
        said = withdrawals_of(evidence)
        is_withdrawn = bool(said) and said[0].is_withdrawal
        words = _t("Withdrawn. Have it count again …") if is_withdrawn else _t("Withdraw it …")
        address = reverse("admin:assessments_evidence_withdraw", args=[evidence.pk])
        return format_html('<a href="{}">{}</a>', address, words)

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        own = path("<int:piece_id>/withdraw/", wrap(self.withdraw_view), name="assessments_evidence_withdraw")
        return [own, *super().get_urls()]

    def withdraw_view(self, request: HttpRequest, piece_id: int) -> HttpResponse:
        """Withdraw a piece of evidence, or have it count again, with a reason; sent twice, it is once."""
        people = Evidence.objects.select_related("person__merged_into", "rater__merged_into", "skill")
        evidence = get_object_or_404(people, pk=piece_id)
        said, now = withdrawals_of(evidence), timezone.now()
        is_withdrawn = bool(said) and said[0].is_withdrawal
        form = WithdrawalForm(request.POST or None, initial={"restores": is_withdrawn})
        form.fields["reason"].widget = UnfoldAdminTextareaWidget(attrs={"rows": 3})
        is_sent = form.is_bound and form.is_valid()
        restores = form.cleaned_data["restores"] if is_sent else is_withdrawn
        may = (
            may_restore(request.user, evidence, said, now)
            if restores
            else may_withdraw(request.user, evidence, now)
        )
        if not may:
            raise PermissionDenied
        if is_sent:
            self._say(request, evidence, form)
            return redirect("admin:assessments_evidence_change", evidence.pk)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _t("Have it count again") if is_withdrawn else _t("Withdraw evidence"),
            "evidence": evidence,
            "said": said,
            "is_withdrawn": is_withdrawn,
            "form": form,
        }
        return TemplateResponse(request, "admin/assessments/evidence/withdraw.html", context)

    def _say(self, request: HttpRequest, evidence: Evidence, form: WithdrawalForm) -> None:
        restores = form.cleaned_data["restores"]
        say = restore_evidence if restores else withdraw_evidence
        try:
            say(
                evidence=evidence,
                reason=form.cleaned_data["reason"],
                as_of=timezone.now(),
                by=request.user if isinstance(request.user, Person) else None,
            )
        except WithdrawalError as error:
            self.message_user(request, str(error), messages.ERROR)
        else:
            done = _t("The evidence counts again.") if restores else _t("The evidence counts no more.")
            self.message_user(request, done, messages.SUCCESS)


@admin.register(EvidenceWithdrawal)
class EvidenceWithdrawalAdmin(LookOnlyAdmin):
    """What was said of withdrawing evidence, to look at: it is said on the page of the evidence."""

    list_display = ("evidence", "person", "what", "reason", "said_at", "said_by", "client")
    list_select_related = ("evidence__person", "evidence__skill", "said_by")
    search_fields = (*names_of("evidence__person"), "evidence__public_id")
    ordering = ("-said_at", "-pk")

    @display(description=_("person"))
    def person(self, row: EvidenceWithdrawal) -> str:
        return str(row.evidence.person)

    @display(description=_("what was said"))
    def what(self, row: EvidenceWithdrawal) -> str:
        return str(row)
