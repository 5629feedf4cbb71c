"""Every address of the site; each app names its own."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("lifow.web.urls")),
    path("", include("assessments.urls")),
    path("", include("content.urls")),
    path("", include("mentoring.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]
