"""What a request may say besides its body: ids in the address, and headers."""

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter

IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    {
        "type": "string",
        "minLength": 1,
        "maxLength": 255,
        "pattern": "^[!-~]+$",
        "example": "hr-review-2026-03-E1042",
    },
    OpenApiParameter.HEADER,
    description=_(
        "A key of your own for this request, kept for a day. Sent again with the same body, it gives the "
        "same response and writes nothing."
    ),
)
EXTERNAL_ID = (
    OpenApiParameter(
        "source",
        {"type": "string", "pattern": "^[^/:\\x00-\\x20\\x7f]{1,50}$", "example": "hris"},
        OpenApiParameter.PATH,
        description=_("The system that gives the id."),
    ),
    OpenApiParameter(
        "external_id",
        {"type": "string", "pattern": "^[^/\\x00-\\x20\\x7f]{1,200}$", "example": "E1042"},
        OpenApiParameter.PATH,
        description=_("The id in that system."),
    ),
)
IF_MATCH = OpenApiParameter(
    "If-Match",
    {"type": "string"},
    OpenApiParameter.HEADER,
    description=_(
        "The ETag of what you have read: where it is another one by now, nothing is written (412)."
    ),
)
IF_NEW = OpenApiParameter(
    "If-None-Match",
    {"type": "string", "enum": ["*"]},
    OpenApiParameter.HEADER,
    description=_("Write only what is not there yet; else 412."),
)
IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match",
    {"type": "string"},
    OpenApiParameter.HEADER,
    description=_(
        "The ETag of an answer that you have: where it still holds, the answer is 304 without a body."
    ),
)


def replayed(status: int) -> OpenApiParameter:
    """The header of an answer that was given before."""
    return OpenApiParameter(
        "Idempotent-Replayed",
        {"type": "string", "const": "true"},
        OpenApiParameter.HEADER,
        response=[status],
        description=_("Present when the response repeats that of an earlier request with the same key."),
    )


LOCATION_OF_NEW = OpenApiParameter(
    "Location",
    {"type": "string", "format": "uri"},
    OpenApiParameter.HEADER,
    response=[201, 202],
    description=_("The address of the new resource."),
)
