"""The description of the API, for programs and for people."""

import functools
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from lifow.base.api.problems import KINDS
from lifow.base.api.reference import resources_of
from lifow.base.api.schema import ApiGenerator

OPENAPI_TYPE = "application/vnd.oai.openapi+json; version=3.1"


@functools.cache
def described(language: str | None) -> dict[str, Any]:
    """The OpenAPI document in the language that is active: made once, it changes with the code alone."""
    return ApiGenerator().get_schema(request=None, public=True)


@require_safe
@cache_control(public=True, no_cache=True)
@conditional_page
def openapi(request: HttpRequest) -> HttpResponse:
    """The API in OpenAPI 3.1, open to everyone: it tells of no person and no company."""
    return JsonResponse(described(get_language()), content_type=OPENAPI_TYPE)


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The same for people, rendered from the same document."""
    document = described(get_language())
    site = request.build_absolute_uri("/").rstrip("/")
    schemes = document["components"]["securitySchemes"]
    context = {
        "resources": resources_of(document, site=site),
        "scopes": schemes["clientCredentials"]["flows"]["clientCredentials"]["scopes"],
        "token_url": reverse("idp:oidc:token"),
        "problems": KINDS.values(),
        "site": site,
    }
    return render(request, "api/docs.html", context)
