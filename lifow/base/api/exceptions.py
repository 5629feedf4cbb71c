"""Why the API refuses a request, where DRF has no exception for it.

DRF reads its settings, and so the API's permissions and pages, while it imports its views: what these raise
is apart from what turns it into a response.
"""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import exceptions

# What is in the query or in a header has no pointer (RFC 6901): that leads into a body.
BODY, PARAMETER, HEADER = "pointer", "parameter", "header"


class MissingScope(exceptions.PermissionDenied):
    """A token without the scope that the address needs."""

    def __init__(self, scope: str) -> None:
        super().__init__(
            _("This needs the scope %(scope)s, which the token does not have.") % {"scope": scope}
        )
        self.scope = scope


class InvalidInput(exceptions.ValidationError):
    """Something else than the body is wrong: `place` is PARAMETER or HEADER."""

    def __init__(self, detail: Any, place: str) -> None:
        super().__init__(detail)
        self.place = place


class UnknownReference(exceptions.NotFound):
    """A parameter names something that does not exist, or that the caller may not see."""

    def __init__(self, parameter: str) -> None:
        super().__init__(
            _("What %(parameter)s names does not exist, or you may not see it.") % {"parameter": parameter}
        )


class Merged(exceptions.APIException):
    """What is asked for is merged into something else: `address` leads to that, which has the id `into`."""

    status_code = 307

    def __init__(self, *, into: str, address: str) -> None:
        super().__init__(_("This record is merged into %(into)s.") % {"into": into})
        self.into, self.address = into, address


class KeyReused(exceptions.APIException):
    status_code = 422

    def __init__(self) -> None:
        super().__init__(_("This Idempotency-Key was sent before with another body. Use a new key."))
