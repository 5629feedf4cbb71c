"""The kinds of problem that the API reports (RFC 9457): each with its status, what it means, what to do."""

from dataclasses import dataclass
from http import HTTPStatus

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DOCS = "/api/v1/docs/"


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """One kind of problem.

    code    stable word for programs
    title   what it is, the same each time
    advice  what the caller can do about it
    """

    code: str
    status: int
    title: str | Promise
    advice: str | Promise

    @property
    def anchor(self) -> str:
        return f"problem-{self.code.replace('_', '-')}"

    @property
    def uri(self) -> str:
        """What `type` says: the place in the documentation that explains this kind."""
        return f"{DOCS}#{self.anchor}"


KINDS = {
    kind.code: kind
    for kind in (
        ProblemKind(
            "merged",
            307,
            _("This record is merged into another one"),
            _(
                "merged_into is the id of the record that stands for both, and Location its address. The "
                "merge may be undone: keep both ids."
            ),
        ),
        ProblemKind(
            "invalid",
            422,
            _("The request has fields or parameters that need a change"),
            _(
                "errors names each one: pointer leads into the body, parameter and header name the rest. "
                "Nothing was written."
            ),
        ),
        ProblemKind(
            "malformed",
            400,
            _("The request cannot be read"),
            _("Send one JSON object, encoded in UTF-8. Nothing was written."),
        ),
        ProblemKind(
            "not_authenticated",
            401,
            _("Not signed in"),
            _("Send an access token as Authorization: Bearer …, or sign in."),
        ),
        ProblemKind(
            "invalid_token",
            401,
            _("The access token is not valid"),
            _("It is unknown, revoked or expired. Request a new one with the client credentials."),
        ),
        ProblemKind(
            "missing_scope",
            403,
            _("A scope is missing from the access token"),
            _("scope names the missing one. Request a token with it; an HR admin can give it to the client."),
        ),
        ProblemKind(
            "forbidden",
            403,
            _("No access"),
            _("Ask an HR admin if you need it for your work."),
        ),
        ProblemKind(
            "not_found",
            404,
            _("Not found, or nothing that you may see"),
            _("Check the address and the id. What you may not see looks the same as what does not exist."),
        ),
        ProblemKind(
            "method_not_allowed",
            405,
            _("This address does not support that method"),
            _("The header Allow lists the methods that it supports."),
        ),
        ProblemKind(
            "held",
            409,
            _("More would change than may at once"),
            _(
                "limits says of which kind, how many and how many may. Nothing was written. If it is right, "
                "send it as a batch with let_through and a reason."
            ),
        ),
        ProblemKind(
            "conflict",
            409,
            _("The state does not allow it"),
            _("detail says why. Read the thing again. Nothing was written."),
        ),
        ProblemKind(
            "gone",
            410,
            _("Deleted"),
            _("Forget the id: it is given to nothing else. The list of what was deleted says when."),
        ),
        ProblemKind(
            "precondition_failed",
            412,
            _("The thing is not as If-Match or If-None-Match says"),
            _("Read it again: its ETag is another one by now. Nothing was written."),
        ),
        ProblemKind(
            "body_too_large",
            413,
            _("The body is too large"),
            _("Send fewer rows at once, or a smaller file. Nothing was read or written."),
        ),
        ProblemKind(
            "uri_too_long",
            414,
            _("The address is too long"),
            _("An address has at most 4,000 characters. Ask for less at once."),
        ),
        ProblemKind(
            "unsupported_media_type",
            415,
            _("The media type of the body is not supported"),
            _("Send Content-Type: application/json, or multipart/form-data where a file is sent."),
        ),
        ProblemKind(
            "unknown_reference",
            422,
            _("Something that is named does not exist"),
            _(
                "errors names where: nothing has that id, or you may not see it. Add it first, or correct "
                "the id. Nothing was written."
            ),
        ),
        ProblemKind(
            "idempotency_key_reused",
            422,
            _("The idempotency key was used for another request"),
            _("A key belongs to one request. Send another body with another key; the first write is kept."),
        ),
        ProblemKind(
            "too_many_requests",
            429,
            _("Too many requests"),
            _("Wait for as many seconds as Retry-After says."),
        ),
        ProblemKind(
            "headers_too_large",
            431,
            _("The headers are too large"),
            _("A header has at most 8,000 characters, and a request at most 100 headers."),
        ),
        ProblemKind(
            "internal_error",
            500,
            _("Something went wrong on our side"),
            _(
                "Try again with the same idempotency key. If it happens again, send request_id to your HR "
                "admin."
            ),
        ),
        ProblemKind(
            "unavailable",
            503,
            _("The database cannot be reached"),
            _("Nothing was written. Try again after as many seconds as Retry-After says."),
        ),
        ProblemKind(
            "busy",
            503,
            _("The server is too busy"),
            _(
                "Others held what the request needs, or it took too long. Nothing was written. Try again "
                "after as many seconds as Retry-After says."
            ),
        ),
        ProblemKind(
            "storage_full",
            507,
            _("The storage is full"),
            _(
                "Nothing was written; what is there can be read. Try again after as many seconds as "
                "Retry-After says, and tell whoever runs lifow."
            ),
        ),
    )
}


def kind_of_status(status: int) -> ProblemKind:
    """The first kind with that status; for a status that none has, one that says what HTTP says."""
    found = next((kind for kind in KINDS.values() if kind.status == status), None)
    return found or ProblemKind("other", status, HTTPStatus(status).phrase, "")
