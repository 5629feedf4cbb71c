"""Modules as a folder of Markdown files: download, upload, and the plan of an upload."""

from tempfile import TemporaryFile

from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from content.authoring.forms import FolderForm
from content.authoring.interchange import FolderError, read_zip, read_zipped_pictures, write_zip_to
from content.authoring.models import ModuleImport
from content.authoring.reports import (
    Outcome,
    module_files,
    pictures_of_files,
    pictures_of_folder,
    plan_of_folder,
)
from content.authoring.services import upload_folder, write_upload
from content.authoring.views import for_authors
from content.catalogue.services import ModuleError
from lifow.base.requests import SignedInRequest


@for_authors
@require_http_methods(["GET", "HEAD", "POST"])
def folders(request: SignedInRequest) -> HttpResponse | HttpResponseBase:
    """Where modules are downloaded as a folder, and one is uploaded."""
    form = FolderForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file, now = form.cleaned_data["file"], timezone.now()
        try:
            upload = upload_folder(name=file.name or "", data=file.read(), by=request.user, as_of=now)
        except FolderError as error:
            form.add_error("file", str(error))
        else:
            return redirect("content:folder_plan", module_import_id=upload.public_id)
    context = {"form": form, "breadcrumbs": [(_("Authoring"), reverse("content:authoring"))]}
    return render(request, "content/authoring/folders.html", context, status=422 if form.errors else 200)


@for_authors
@require_safe
def export(request: SignedInRequest) -> HttpResponseBase:
    """Every module that is not archived, as a zip, with its pictures."""
    files, out = module_files(), TemporaryFile()  # noqa: SIM115 (the response closes it)
    write_zip_to(out, files, pictures_of_files(files))
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename="modules.zip", content_type="application/zip")


@for_authors
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: SignedInRequest, module_import_id: str) -> HttpResponse | HttpResponseBase:
    """What an upload of one's own would change; then it is written, as drafts."""
    upload = get_object_or_404(
        ModuleImport, public_id=module_import_id, uploaded_by=request.user, form=ModuleImport.Form.MODULES
    )
    try:
        data = bytes(upload.data)
        files, pictures = read_zip(data), read_zipped_pictures(data)
    except FolderError as error:
        messages.error(request, str(error))
        return redirect("content:folders")
    if request.method == "POST":
        try:
            written = write_upload(upload=upload, as_of=timezone.now())
        except ModuleError as error:
            messages.error(request, str(error))
            return redirect("content:folder_plan", module_import_id=upload.public_id)
        count = written.count(Outcome.NEW) + written.count(Outcome.CHANGED)
        said = ngettext(
            "%(count)s module is written, as a draft.", "%(count)s modules are written, as drafts.", count
        )
        messages.success(request, said % {"count": count})
        return redirect(f"{reverse('content:authoring')}?status=draft")
    found = plan_of_folder(files, pictures_of_folder(pictures))
    context = {
        "upload": upload,
        "plan": found,
        "counts": {one.value: found.count(one) for one in Outcome},
        "to_write": found.count(Outcome.NEW) + found.count(Outcome.CHANGED),
        "breadcrumbs": [
            (_("Authoring"), reverse("content:authoring")),
            (_("Export or import"), reverse("content:folders")),
        ],
    }
    return render(request, "content/authoring/folder_plan.html", context)
