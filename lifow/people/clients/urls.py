"""What machines are served. allauth has more, for signing people in elsewhere: none of it is reached."""

from allauth.idp.oidc import views as allauth_views
from django.urls import include, path

from lifow.people.clients import views

# By allauth's names: it looks its own pages up by them.
oidc = [
    path(".well-known/oauth-authorization-server", views.metadata, name="metadata"),
    path(".well-known/openid-configuration", views.metadata, name="configuration"),
    path(".well-known/jwks.json", allauth_views.jwks, name="jwks"),
    path("identity/o/api/token", views.token, name="token"),
    path("identity/o/api/revoke", views.revoke, name="revoke"),
]

app_name = "idp"
urlpatterns = [path("", include((oidc, "oidc")))]
