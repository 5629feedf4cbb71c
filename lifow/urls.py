"""Every address of the site; each app names its own."""

from allauth.account.decorators import secure_admin_login
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from lifow.base.health import healthz
from portal.asking.views import ask

# One place to sign in: the admin's own page knows neither the second step nor the limit on tries. Those
# inside do not get it either: there they could go on as somebody else.
admin.site.login = secure_admin_login(  # type: ignore[method-assign]
    RedirectView.as_view(pattern_name="admin:index")
)

api_v1 = [
    path("", include("lifow.base.api.urls")),
    path("", include("lifow.people.api")),
    path("", include("assessments.api")),
    path("", include("content.api")),
    path("", include("mentoring.api")),
    path("", include("portal.api")),
]

urlpatterns = [
    # Named without its app: what has no answer leads here from anywhere.
    path("ask/", ask, name="portal-ask"),
    path("", include("portal.urls")),
    path("", include("lifow.notifications.urls")),
    path("", include("lifow.base.media.urls")),
    path("", include("lifow.base.uploads.urls")),
    path("", include("assessments.urls")),
    path("", include("content.urls")),
    path("", include("mentoring.urls")),
    path("", include("channels.urls")),
    path("healthz", healthz, name="healthz"),
    path("api/v1/", include((api_v1, "api"))),
    path("", include("lifow.people.clients.urls")),
    path("", include("lifow.people.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]

if apps.is_installed("demo"):
    urlpatterns.append(path("demo/", include("demo.urls")))
if "WEBHOOK_SECRET" in settings.ANYMAIL:
    urlpatterns.append(path("anymail/", include("anymail.urls")))

handler400 = "lifow.base.api.errors.bad_request"
handler404 = "lifow.base.api.errors.page_not_found"
handler500 = "lifow.base.api.errors.server_error"
