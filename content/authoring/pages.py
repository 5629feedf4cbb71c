"""Pages of HTML become articles: the upload, the plan of it with what is not taken over, and the writing."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from content.authoring.forms.pages import PagesForm
from content.authoring.interchange.pages import PagesError, read_files
from content.authoring.models import ModuleImport
from content.authoring.reports.pages import PROBLEMS, plan_of_pages
from content.authoring.services.pages import upload_pages, write_pages
from content.authoring.views import for_authors
from lifow.base.requests import SignedInRequest


@for_authors
@require_http_methods(["GET", "HEAD", "POST"])
def import_pages(request: SignedInRequest) -> HttpResponse | HttpResponseBase:
    """Where pages are uploaded."""
    form = PagesForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            upload = upload_pages(
                name=file.name or "", data=file.read(), by=request.user, as_of=timezone.now()
            )
        except PagesError as error:
            form.add_error("file", str(PROBLEMS[str(error)]))
        else:
            return redirect("content:pages_plan", page_import_id=upload.public_id)
    context = {"form": form, "breadcrumbs": _breadcrumbs()}
    return render(request, "content/authoring/pages.html", context, status=422 if form.errors else 200)


@for_authors
@require_http_methods(["GET", "HEAD", "POST"])
def pages_plan(request: SignedInRequest, page_import_id: str) -> HttpResponse | HttpResponseBase:
    """What an upload of one's own would become; then it is written, as drafts."""
    rows = ModuleImport.objects.filter(uploaded_by=request.user, form=ModuleImport.Form.PAGES)
    upload = get_object_or_404(rows, public_id=page_import_id)
    try:
        plan = plan_of_pages(read_files(upload.name, bytes(upload.data)))
    except PagesError:
        messages.error(request, _("This upload cannot be read any more. Upload it again."))
        return redirect("content:import_pages")
    if request.method == "POST":
        count, lost = write_pages(upload=upload, as_of=timezone.now())
        said = ngettext(
            "%(count)s article is written, as a draft.", "%(count)s articles are written, as drafts.", count
        )
        messages.success(request, said % {"count": count})
        if lost:
            said = ngettext(
                "%(count)s picture could not be kept.", "%(count)s pictures could not be kept.", lost
            )
            messages.warning(request, said % {"count": lost})
        return redirect(f"{reverse('content:authoring')}?status=draft")
    context = {
        "upload": upload,
        "plan": plan,
        "to_write": len(plan.to_write),
        "breadcrumbs": [*_breadcrumbs(), (_("Pages of HTML"), reverse("content:import_pages"))],
    }
    return render(request, "content/authoring/pages_plan.html", context)


def _breadcrumbs() -> list[tuple[str, str]]:
    return [
        (_("Authoring"), reverse("content:authoring")),
        (_("Export or import"), reverse("content:folders")),
    ]
