"""The demo's mails as pages: only there, where every account has the same password anyway."""

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from demo import outbox as kept_mails
from demo.outbox import Kept
from demo.services import DEMO_PASSWORD

MOST_SHOWN = 200
# A mail brings its own styles and nothing else; its links leave the frame.
POLICY = {
    "default-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "img-src": ["data:"],
    "frame-ancestors": [SELF],
}
LINKS_LEAVE = '<head><base target="_top">'


@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """The mails that the site would have sent, the newest first."""
    _only_in_the_demo()
    return render(
        request, "demo/outbox.html", {"mails": kept_mails.newest(MOST_SHOWN), "password": DEMO_PASSWORD}
    )


@require_safe
def mail(request: HttpRequest, mail_id: str) -> HttpResponse:
    """One mail: as HTML in a frame of its own, as plain text, and its headers."""
    breadcrumbs = [(_("Outbox"), reverse("demo:outbox"))]
    return render(request, "demo/mail.html", {"mail": _mail(mail_id), "breadcrumbs": breadcrumbs})


@require_safe
@xframe_options_sameorigin
@csp_replace(POLICY)  # type: ignore[arg-type]
def mail_html(request: HttpRequest, mail_id: str) -> HttpResponse:
    """The HTML of a mail by itself, as a mail program would show it."""
    return HttpResponse(_mail(mail_id).html.replace("<head>", LINKS_LEAVE, 1))


def _mail(mail_id: str) -> Kept:
    _only_in_the_demo()
    found = kept_mails.find(mail_id)
    if found is None:
        raise Http404
    return found


def _only_in_the_demo() -> None:
    if not kept_mails.is_open():
        raise Http404
