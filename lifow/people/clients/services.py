"""Machines that call the API: what they may do, and the secret by which they are known."""

from collections.abc import Iterable

from allauth.idp.oidc.adapter import get_adapter
from allauth.idp.oidc.models import Client, Token
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from lifow.people.clients.hashers import SecretHasher


def api_scopes() -> list[str]:
    """The scopes of the API; the others that allauth knows are for signing people in."""
    return [scope for scope in get_adapter().scope_display if ":" in scope]


def bind_client(client: Client, scopes: Iterable[str]) -> None:
    """Have a client that is not saved yet, or will be, be one that gets tokens for its credentials alone.

    `scopes` are what it may ask for, and what it gets where it asks for none by name. ValueError names scopes
    that there are none of.
    """
    chosen = list(scopes)
    if unknown := sorted(set(chosen) - set(api_scopes())):
        raise ValueError(f"no scopes of the API: {', '.join(unknown)}")
    client.type = Client.Type.CONFIDENTIAL
    client.grant_types = Client.GrantType.CLIENT_CREDENTIALS
    client.set_scopes(chosen)
    client.set_default_scopes(chosen)
    client.skip_consent = client.allow_uri_wildcards = False
    client.redirect_uris = client.cors_origins = client.response_types = ""
    client.owner = None


def set_secret(client: Client, secret: str) -> None:
    """Have a client be known by this secret, which is not kept itself."""
    client.secret = make_password(secret, hasher=SecretHasher.algorithm)


def renew_secret(client: Client) -> str:
    """Give a client another secret, which is told here and nowhere else. Its former tokens end."""
    secret: str = get_adapter().generate_client_secret()
    set_secret(client, secret)
    with transaction.atomic():
        client.save(update_fields=["secret"])
        Token.objects.filter(client=client).delete()
    return secret


def speed_up_secret(client_id: str, secret: str) -> None:
    """Keep a secret from before by the fast hash, once the one who knows it says it."""
    slow = Client.objects.filter(pk=client_id).exclude(secret__startswith=f"{SecretHasher.algorithm}$")
    for client in slow:
        if check_password(secret, client.secret):
            kept = Client.objects.filter(pk=client_id, secret=client.secret)
            kept.update(secret=make_password(secret, hasher=SecretHasher.algorithm))
