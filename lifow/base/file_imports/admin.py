"""The pages of an import: the history, the upload, and the plan with what came of it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from unfold.decorators import display

from lifow.base.admin import LookOnlyAdmin, keeps_records
from lifow.base.file_imports import services
from lifow.base.file_imports.models import FileImport
from lifow.base.file_imports.services import ImportStepError

TYPES = {"csv": "text/csv; charset=utf-8", "txt": "text/plain; charset=utf-8"}


class FileImportAdmin(LookOnlyAdmin):
    """Files that HR admins bring in, whatever rights a group gives: uploaded, planned, applied.

    `upload_title` and `import_label` are what the upload page and the link to it are called. A form that the
    plan page sends names its `act`; `acts` has what each does.
    """

    change_list_template = "admin/file_imports/list.html"
    upload_template = "admin/file_imports/upload.html"
    plan_template = "admin/file_imports/plan.html"
    upload_title: Any = ""
    show_add_link = False
    list_select_related: tuple[str, ...] = ("uploaded_by", "confirmed_by")
    ordering = ("-uploaded_at", "-pk")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return keeps_records(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return keeps_records(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return keeps_records(request)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("upload", "outcome", "problem", "last_error")

    def get_urls(self) -> list[Any]:
        meta = self.opts
        name = f"{meta.app_label}_{meta.model_name}_file"
        view = self.admin_site.admin_view(self.file_view)
        return [path("<int:object_id>/files/<str:name>", view, name=name), *super().get_urls()]

    @display(description=_lazy("file"), ordering="files")
    def file(self, row: FileImport) -> str:
        return row.file_names

    @display(description=_lazy("by"), ordering="uploaded_by")
    def by(self, row: FileImport) -> str:
        """Who applied it; who uploaded it where nobody did."""
        return str(row.confirmed_by or row.uploaded_by or "")

    @display(description=_lazy("what it changed"))
    def changed(self, row: FileImport) -> str:
        """The counts of what was written, in words."""
        if row.state != row.State.APPLIED:
            return ""
        parts = row.summary.get("parts", ())
        counts = [f"{_(one['title'])}: {one['count']:,}" for one in parts if self.is_change(one["code"])]
        return ", ".join(counts) or _("Nothing to change.")

    def is_change(self, code: str) -> bool:
        """Whether a part of a plan tells what is written, and not what was found in the file."""
        return True

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        extra = {**(extra_context or {}), "upload_title": self.upload_title}
        response: HttpResponse = super().changelist_view(request, extra)
        return response

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """The page on which files are uploaded."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = self.upload_form(request)
        if request.method == "POST" and form.is_valid():
            try:
                row = self.upload(request, form)
            except ImportStepError as error:
                form.add_error(None, str(error))
            else:
                return redirect(self.address_of(row))
        context = {**self.page_context(request, self.upload_title), "form": form}
        return TemplateResponse(request, self.upload_template, context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The page of one import: how far it has come, its plan, and what can be done."""
        row = self.get_object(request, object_id)
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        form = self.plan_form(request, row)
        if request.method == "POST" and form.is_valid():
            try:
                self.act(request, row, request.POST.get("act", ""), form)
            except ImportStepError as error:
                form.add_error(None, str(error))
            else:
                return redirect(self.address_of(row))
        context = {
            **self.page_context(request, self.title_of(row)),
            "row": row,
            "form": form,
            "summary": row.summary,
            "parts": self.parts(row),
            "files": self.downloads(row),
            "file_url": f"admin:{self.opts.app_label}_{self.opts.model_name}_file",
            "said": self.said(row),
            **self.plan_context(row),
        }
        return TemplateResponse(request, self.plan_template, context)

    def file_view(self, request: HttpRequest, object_id: int, name: str) -> HttpResponse:
        """A file that was made from the upload, to be kept or corrected."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        row = self.model.objects.filter(pk=object_id).first()
        content = row.outcomes().get(name) if row is not None else None
        if content is None:
            raise Http404
        response = HttpResponse(content, content_type=TYPES[name.rsplit(".", 1)[-1]])
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["X-Content-Type-Options"] = "nosniff"
        return response

    def act(self, request: HttpRequest, row: Any, act: str, form: Any) -> None:
        """Do what the form of the plan page asks for. Raises ImportStepError."""
        if act == "cancel":
            found = services.cancel(row, cancelled_at=timezone.now())
            if found.state == found.State.CANCELLED:
                self.message_user(
                    request, _("The import is cancelled. Nothing was written."), messages.SUCCESS
                )
        elif act == "apply":
            self.apply(request, row, form)
        elif act == "plan":
            self.plan_anew(request, row, form)

    def upload_form(self, request: HttpRequest) -> Any:
        """The form of the upload page, with what was sent."""
        raise NotImplementedError

    def upload(self, request: HttpRequest, form: Any) -> Any:
        """Keep what was uploaded; the row. Raises ImportStepError."""
        raise NotImplementedError

    def plan_form(self, request: HttpRequest, row: Any) -> Any:
        """The form below a plan, with what was sent."""
        raise NotImplementedError

    def parts(self, row: Any) -> list[Any]:
        """The parts of the plan that are listed."""
        return list(row.summary.get("parts", ()))

    def plan_context(self, row: Any) -> dict[str, Any]:
        """What the plan page shows besides."""
        return {}

    def downloads(self, row: Any) -> list[tuple[str, Any]]:
        """The files that can be downloaded, by name, with what the link says."""
        return []

    def apply(self, request: HttpRequest, row: Any, form: Any) -> None:
        """Have the plan written. Raises ImportStepError."""
        raise NotImplementedError

    def plan_anew(self, request: HttpRequest, row: Any, form: Any) -> None:
        """Have a plan made again. Raises ImportStepError."""
        raise NotImplementedError

    def address_of(self, row: Any) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[row.pk])

    def page_context(self, request: HttpRequest, title: Any) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "media": self.media,
        }

    def title_of(self, row: Any) -> Any:
        """What the page of an import is called."""
        return row.file_names

    def said(self, row: Any) -> str:
        """How far an import has come, in a sentence."""
        states: dict[str, Any] = {
            row.State.PLANNING: _("The plan is being made."),
            row.State.PLANNED: _("This is the plan. Nothing is written yet."),
            row.State.APPLYING: _("The import is being applied."),
            row.State.APPLIED: _("The import is applied."),
            row.State.REFUSED: _("The import is refused. Nothing was written."),
            row.State.CANCELLED: _("The import is cancelled. Nothing was written."),
        }
        return str(states[row.state])
