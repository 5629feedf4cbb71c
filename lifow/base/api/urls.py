from django.urls import path

from lifow.base.api import views

urlpatterns = [
    path("openapi.json", views.openapi, name="openapi"),
    path("docs/", views.docs, name="docs"),
]
