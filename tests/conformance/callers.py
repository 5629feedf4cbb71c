"""Those who call the API: machines with scopes, people with a session."""

from datetime import timedelta
from typing import Any

from allauth.idp.oidc.adapter import get_adapter
from allauth.idp.oidc.models import Client as OAuthClient
from allauth.idp.oidc.models import Token
from django.test import Client
from django.utils import timezone

from lifow.people.clients.services import api_scopes, bind_client, set_secret

SCOPES = tuple(api_scopes())
SECRET = "a-secret-for-tests"


def oauth_client(*scopes: str, name: str = "hr-sync") -> OAuthClient:
    """A registered machine that may ask for the scopes."""
    made = OAuthClient(id=name, name=name)
    bind_client(made, scopes)
    set_secret(made, SECRET)
    made.save()
    return made


def bearer(*scopes: str, name: str = "hr-sync", user: Any = None, hours: int = 1) -> str:
    """A token with exactly the scopes, as the header says it."""
    client = OAuthClient.objects.filter(pk=name).first() or oauth_client(*scopes, name=name)
    value = f"token-{Token.objects.count()}"
    Token.objects.create(
        type=Token.Type.ACCESS_TOKEN,
        hash=get_adapter().hash_token(value),
        client=client,
        user=user,
        scopes="\n".join(scopes),
        expires_at=timezone.now() + timedelta(hours=hours),
    )
    return f"Bearer {value}"


def machine(*scopes: str, **options: Any) -> Client:
    """A test client with a token that has exactly the scopes; with all of them where none is named."""
    return Client(headers={"Authorization": bearer(*(scopes or SCOPES), **options)})


def signed_in(person: Any) -> Client:
    """A test client with a person's session."""
    client = Client()
    client.force_login(person)
    return client
