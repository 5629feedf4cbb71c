"""Why the API refuses a request, where DRF has no exception for it.

DRF reads its settings, and so the API's permissions and pages, while it imports its views: what these raise
is apart from what turns it into a response.
"""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import exceptions

# What is in the query or in a header has no pointer (RFC 6901): that leads into a body.
BODY, PARAMETER, HEADER = "pointer", "parameter", "header"
UNKNOWN = "unknown"
"""The code of an error that names what does not exist, or what the caller may not see."""


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


class Gone(exceptions.APIException):
    """What had this id was deleted, and the caller may know that it was there."""

    status_code = 410
    kind = "gone"

    def __init__(self) -> None:
        super().__init__(_("This was deleted; nothing has its id any more."))


class PreconditionFailed(exceptions.APIException):
    """The thing is not as the caller has it."""

    status_code = 412
    kind = "precondition_failed"

    def __init__(self) -> None:
        super().__init__(
            _("It has changed since, or is there already. Read it again, and send what holds then.")
        )


class Conflict(exceptions.APIException):
    """The thing is in a state that does not allow it; the detail says which, and what to do."""

    status_code = 409
    kind = "conflict"


class Held(exceptions.APIException):
    """More would change than may at once; `limits` say of which kinds, and how many."""

    status_code = 409
    kind = "held"

    def __init__(self, detail: str, limits: list[dict[str, Any]]) -> None:
        super().__init__(detail)
        self.limits = limits


class BodyTooLarge(exceptions.APIException):
    """A body of more bytes than are read."""

    status_code = 413
    kind = "body_too_large"

    def __init__(self, most: int) -> None:
        super().__init__(_("The body has more than %(most)s bytes.") % {"most": most})


class Merged(exceptions.APIException):
    """What is asked for is merged into something else: `address` leads to that, which has the id `into`."""

    status_code = 307
    kind = "merged"

    def __init__(self, *, into: str, address: str) -> None:
        super().__init__(_("This record is merged into %(into)s.") % {"into": into})
        self.into, self.address = into, address


class KeyReused(exceptions.APIException):
    status_code = 422
    kind = "idempotency_key_reused"

    def __init__(self) -> None:
        super().__init__(_("This Idempotency-Key was sent before with another body. Use a new key."))
