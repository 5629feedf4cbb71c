"""Every address of the site; each app names its own."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

# One door: the admin's own page to sign in knows neither the second step nor the limit on tries. Those inside
# do not get it either: there they could go on as somebody else.
admin.site.login = secure_admin_login(  # type: ignore[method-assign]
    RedirectView.as_view(pattern_name="admin:index")
)

api_v1 = [
    path("", include("lifow.base.api.urls")),
    path("", include("lifow.people.api.urls")),
    path("", include("assessments.api.urls")),
    path("", include("content.api.urls")),
    path("", include("mentoring.api.urls")),
]

urlpatterns = [
    path("", include("lifow.web.urls")),
    path("", include("assessments.urls")),
    path("", include("content.urls")),
    path("", include("mentoring.urls")),
    path("api/v1/", include((api_v1, "api"))),
    path("", include("allauth.idp.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]

handler400 = "lifow.base.api.errors.bad_request"
handler404 = "lifow.base.api.errors.page_not_found"
handler500 = "lifow.base.api.errors.server_error"
