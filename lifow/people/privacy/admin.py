"""Erasing people in the admin: one HR admin asks, another confirms; the list is the record of all."""

from typing import Any

from django.apps import apps
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lifow.base.admin import LookOnlyAdmin, keeps_records, names_of
from lifow.people.persons.models import Person
from lifow.people.privacy.forms import ErasureForm
from lifow.people.privacy.models import Erasure
from lifow.people.privacy.reports import (
    erasure_preview,
    objections_to_asking,
    objections_to_confirming,
    subject_of,
)
from lifow.people.privacy.services import (
    ErasureError,
    allow_again,
    ask_erasure,
    confirm_erasure,
    withdraw_erasure,
)
from lifow.people.roster.models import ErasedId


@admin.register(Erasure)
class ErasureAdmin(LookOnlyAdmin):
    """Who is to be erased, and when people were. What was done names nobody any more."""

    form = ErasureForm
    fields = ("person",)
    autocomplete_fields = ("person",)
    list_display = (
        "__str__",
        "person",
        "asked_by",
        "asked_at",
        "confirmed_by",
        "confirmed_at",
        "finished_at",
    )
    list_select_related = ("person", "asked_by", "confirmed_by")
    list_filter = ("state",)
    search_fields = names_of("person", "asked_by", "confirmed_by")
    ordering = ("-asked_at", "-pk")
    add_form_template = "admin/people/erasure/choose.html"

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        own = [
            path("ask/", wrap(self.ask_view), name="people_erasure_ask"),
            path("<int:erasure_id>/confirm/", wrap(self.confirm_view), name="people_erasure_confirm"),
            path("<int:erasure_id>/withdraw/", wrap(self.withdraw_view), name="people_erasure_withdraw"),
            path("<int:erasure_id>/allow/", wrap(self.allow_view), name="people_erasure_allow"),
        ]
        return own + super().get_urls()

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A person is chosen as if an erasure was added; what follows has pages of its own."""
        return keeps_records(request)

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm, change: bool) -> None:
        """Nothing: what would go is shown first."""

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """Nothing was added yet."""

    def response_add(self, request: HttpRequest, obj: Erasure, post_url_continue: Any = None) -> HttpResponse:
        return redirect(f"{reverse('admin:people_erasure_ask')}?person={obj.person_id}")

    def ask_view(self, request: HttpRequest) -> HttpResponse:
        """What would go, and the button that asks for it; sent twice, it is asked once."""
        by = self._by(request)
        given = request.POST if request.method == "POST" else request.GET
        person = self._person(given.get("person", ""))
        if request.method == "POST":
            try:
                erasure = ask_erasure(person=person, asked_by=by, asked_at=timezone.now())
            except ErasureError as error:
                self._say(request, error)
            else:
                said = _("Asked. Another HR admin confirms it on this page.")
                self.message_user(request, said, messages.SUCCESS)
                return redirect("admin:people_erasure_change", erasure.pk)
        preview = erasure_preview(person)
        before = Erasure.objects.open().filter(person=preview.person).first()
        if before is not None:
            return redirect("admin:people_erasure_change", before.pk)
        own = objections_to_asking(subject_of(person), by)
        return self._page(
            request, "ask", preview=preview, objections=(*own, *preview.objections), title=_("Erase a person")
        )

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """What is asked for, and who can confirm it; or what was done, when."""
        erasure = self.get_object(request, object_id)
        if erasure is None:
            response: HttpResponse = self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
            return response
        if not self.has_view_permission(request, erasure):
            raise PermissionDenied
        if request.method == "POST":
            raise Http404
        context: dict[str, Any] = {"erasure": erasure, "title": str(erasure), "counts": _counts(erasure)}
        if erasure.person is not None and erasure.state in (Erasure.State.ASKED, Erasure.State.FAILED):
            preview = erasure_preview(erasure.person)
            subject = subject_of(erasure.person)
            own = objections_to_confirming(erasure, subject, self._by(request), timezone.now())
            context |= {"preview": preview, "objections": (*own, *preview.objections)}
        context["kept_out"] = ErasedId.objects.filter(erasure=erasure).count()
        return self._page(request, "erasure", **context)

    def confirm_view(self, request: HttpRequest, erasure_id: int) -> HttpResponse:
        """Confirm what another HR admin has asked for."""
        by, erasure = self._by(request), get_object_or_404(Erasure, pk=erasure_id)
        if request.method == "POST":
            try:
                confirm_erasure(erasure=erasure, confirmed_by=by, confirmed_at=timezone.now())
            except ErasureError as error:
                self._say(request, error)
            else:
                said = _("Confirmed. It is carried out in the background; this page says when it is done.")
                self.message_user(request, said, messages.SUCCESS)
        return redirect("admin:people_erasure_change", erasure.pk)

    def withdraw_view(self, request: HttpRequest, erasure_id: int) -> HttpResponse:
        """Have somebody not be erased after all."""
        self._by(request)
        erasure = get_object_or_404(Erasure, pk=erasure_id)
        if request.method == "POST":
            try:
                withdraw_erasure(erasure=erasure, withdrawn_at=timezone.now())
            except ErasureError as error:
                self._say(request, error)
            else:
                self.message_user(request, _("Withdrawn. Nothing was erased."), messages.SUCCESS)
        return redirect("admin:people_erasure_change", erasure.pk)

    def allow_view(self, request: HttpRequest, erasure_id: int) -> HttpResponse:
        """Have files bring the person in again, as somebody new."""
        self._by(request)
        erasure = get_object_or_404(Erasure, pk=erasure_id)
        if request.method == "POST":
            allow_again(erasure=erasure)
            said = _("Files that name this person bring them in again, as somebody new.")
            self.message_user(request, said, messages.SUCCESS)
        return redirect("admin:people_erasure_change", erasure.pk)

    def _by(self, request: HttpRequest) -> Person:
        if not keeps_records(request) or not isinstance(request.user, Person):
            raise PermissionDenied
        return request.user

    def _person(self, key: str) -> Person:
        if not key.isdecimal():
            raise Http404
        found: Person = get_object_or_404(Person.objects.select_related("merged_into"), pk=int(key))
        return found

    def _page(self, request: HttpRequest, name: str, **context: Any) -> TemplateResponse:
        shared = {**self.admin_site.each_context(request), "opts": self.opts}
        return TemplateResponse(request, f"admin/people/erasure/{name}.html", {**shared, **context})

    def _say(self, request: HttpRequest, error: ErasureError) -> None:
        for reason in error.reasons:
            self.message_user(request, reason, messages.ERROR)


@admin.register(ErasedId)
class ErasedIdAdmin(LookOnlyAdmin):
    """Ids and addresses of erased people, of which only digests are kept."""

    list_display = ("erased_on", "digest", "erasure")
    list_select_related = ("erasure",)
    ordering = ("-erased_on", "-pk")


def _counts(erasure: Erasure) -> list[tuple[str, int]]:
    """What was erased, in words."""
    known = {model._meta.label: model for model in apps.get_models(include_auto_created=True)}
    names = {
        label: str(known[label]._meta.verbose_name_plural) if label in known else label
        for label in erasure.counts
    }
    return [(names[label], count) for label, count in erasure.counts.items()]
