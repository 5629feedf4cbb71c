"""Asking lifow's own addresses, as an assistant does: from outside, through whatever stands before it."""

import json
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django_mcpz.oauth.discovery import issuer_path

SECONDS = 5.0
MOST_BYTES = 100_000


def problem_of_addresses() -> str:
    """The first path that does not answer as assistants need it, or ""; what is asked changes nothing.

    The token endpoint is asked by no program: it has to refuse that, in the words of OAuth (RFC 6749).
    """
    about = reverse("channels:server_metadata", args=[issuer_path().lstrip("/")])
    resource = reverse("channels:resource_metadata")
    token = reverse("django_mcpz_oauth:token")
    asked = (
        ("GET", about, HTTPStatus.OK, "token_endpoint"),
        ("GET", resource, HTTPStatus.OK, "authorization_servers"),
        ("POST", token, HTTPStatus.UNAUTHORIZED, "error"),
    )
    return next((path for method, path, status, key in asked if not _answers(method, path, status, key)), "")


def _answers(method: str, path: str, status: HTTPStatus, key: str) -> bool:
    site = urlsplit(settings.SITE_URL)
    made = HTTPSConnection if site.scheme == "https" else HTTPConnection
    connection = made(site.netloc, timeout=SECONDS)
    try:
        connection.request(method, f"{site.path}{path}", headers={"Accept": "application/json"})
        response = connection.getresponse()
        told = json.loads(response.read(MOST_BYTES))
    except (OSError, HTTPException, ValueError):
        return False
    finally:
        connection.close()
    return response.status == status and isinstance(told, dict) and key in told
