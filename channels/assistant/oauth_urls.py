"""Where programs get their tokens, by the names by which django-mcpz looks its addresses up."""

from django.urls import path

from channels.assistant import oauth_views as views

app_name = "django_mcpz_oauth"
urlpatterns = [
    path("authorize", views.authorize, name="authorize"),
    path("token", views.token, name="token"),
    path("register", views.register, name="register"),
    path("revoke", views.revoke, name="revoke"),
]
