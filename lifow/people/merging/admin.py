"""Merging two records of one person, and undoing it, in the admin."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from lifow.base.admin import LookOnlyAdmin, audit, keeps_records, names_of
from lifow.base.database.locks import is_deadlock
from lifow.people.merging.forms import TwoRecordsForm
from lifow.people.merging.models import MergeChange, PersonMerge
from lifow.people.merging.reports import merge_preview
from lifow.people.merging.services import MergeError, merge_people, undo_merge
from lifow.people.persons.models import Person


@admin.register(PersonMerge)
class PersonMergeAdmin(LookOnlyAdmin):
    """Which records are read as one person's: choose two, see what would happen, confirm; undo it here."""

    form = TwoRecordsForm
    fields = ("kept", "merged")
    autocomplete_fields = ("kept", "merged")
    list_display = ("merged_record", "kept", "merged_at", "merged_by", "undone_at", "undone_by")
    list_display_links = ("merged_record",)
    list_select_related = ("kept", "merged", "merged_by", "undone_by")
    list_filter = (("undone_at", admin.EmptyFieldListFilter),)
    search_fields = (*names_of("kept", "merged"), "kept__public_id", "merged__public_id")
    ordering = ("-merged_at", "-pk")
    add_form_template = "admin/people/personmerge/choose.html"

    @display(description=_("merged record"), ordering="merged")
    def merged_record(self, merge: PersonMerge) -> str:
        return f"{merge.merged} ({merge.merged.public_id})"

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        own = [
            path("confirm/", wrap(self.confirm_view), name="people_personmerge_confirm"),
            path("<int:merge_id>/undo/", wrap(self.undo_view), name="people_personmerge_undo"),
        ]
        return own + super().get_urls()

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Two records are chosen as if a merge was added. It is undone, never changed or deleted: what was
        said of a person since when depends on it."""
        return keeps_records(request)

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm, change: bool) -> None:
        """Nothing: what would happen is shown first."""

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """Nothing was added yet."""

    def response_add(
        self, request: HttpRequest, obj: PersonMerge, post_url_continue: Any = None
    ) -> HttpResponse:
        query = f"?kept={obj.kept.pk}&merged={obj.merged.pk}"
        return redirect(reverse("admin:people_personmerge_confirm") + query)

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """What a merge has made one, and the button that undoes it."""
        merge = self.get_object(request, object_id)
        if merge is None:
            response: HttpResponse = self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
            return response
        if not self.has_view_permission(request, merge):
            raise PermissionDenied
        if request.method == "POST":
            raise Http404
        return self._page(request, "merge", merge=merge, title=str(merge))

    def confirm_view(self, request: HttpRequest) -> HttpResponse:
        """What a merge would do, and the button that makes it; sent twice, it is made once."""
        if not keeps_records(request):
            raise PermissionDenied
        given = request.POST if request.method == "POST" else request.GET
        kept, merged = (self._person(given.get(name, "")) for name in ("kept", "merged"))
        if request.method == "POST":
            try:
                merge = merge_people(
                    kept=kept,
                    merged=merged,
                    merged_by=self._by(request),
                    merged_at=timezone.now(),
                    is_named_twice=given.get("is_named_twice") == "on",
                )
            except MergeError as error:
                self._say(request, error)
            except OperationalError as error:
                self._say_deadlock(request, error)
            else:
                said = _("%(merged)s is merged into %(kept)s. You can undo it here.")
                names = {"kept": merge.kept, "merged": merge.merged}
                self.message_user(request, said % names, messages.SUCCESS)
                return redirect("admin:people_personmerge_change", merge.pk)
        preview = merge_preview(kept=kept, merged=merged, by=self._by(request))
        swapped = f"?kept={merged.pk}&merged={kept.pk}"
        return self._page(
            request, "confirm", preview=preview, swapped=swapped, title=_("Merge two records of one person")
        )

    def undo_view(self, request: HttpRequest, merge_id: int) -> HttpResponse:
        """Undo a merge; sent twice, it is undone once."""
        if not keeps_records(request):
            raise PermissionDenied
        merge = get_object_or_404(PersonMerge, pk=merge_id)
        if request.method == "POST":
            try:
                undo_merge(merge=merge, undone_by=self._by(request), undone_at=timezone.now())
            except MergeError as error:
                self._say(request, error)
            except OperationalError as error:
                self._say_deadlock(request, error)
            else:
                self.message_user(request, _("They are two people again."), messages.SUCCESS)
        return redirect("admin:people_personmerge_change", merge.pk)

    def _page(self, request: HttpRequest, name: str, **context: Any) -> TemplateResponse:
        shared = {**self.admin_site.each_context(request), "opts": self.opts}
        template = f"admin/people/personmerge/{name}.html"
        return TemplateResponse(request, template, {**shared, **context})

    def _person(self, key: str) -> Person:
        if not key.isdecimal():
            raise Http404
        found: Person = get_object_or_404(Person.objects.select_related("merged_into"), pk=int(key))
        return found

    def _by(self, request: HttpRequest) -> Person | None:
        return request.user if isinstance(request.user, Person) else None

    def _say(self, request: HttpRequest, error: MergeError) -> None:
        for reason in error.reasons:
            self.message_user(request, reason, messages.ERROR)

    def _say_deadlock(self, request: HttpRequest, error: OperationalError) -> None:
        if not is_deadlock(error):
            raise error
        text = _("Somebody else was changing the same at that moment. Nothing was saved: try it once more.")
        self.message_user(request, text, messages.ERROR)


@admin.register(MergeChange)
class MergeChangeAdmin(LookOnlyAdmin):
    """What a merge has changed of each row, to look at: what undoing it gives back."""

    list_display = ("merge", "model", "row", "before", "after", "put_back_at")
    list_display_links = None
    list_select_related = ("merge__kept", "merge__merged")
    list_filter = ("model", ("put_back_at", admin.EmptyFieldListFilter))
    search_fields = ("=row", *names_of("merge__kept", "merge__merged"))
    ordering = ("-pk",)


audit(PersonMerge)
