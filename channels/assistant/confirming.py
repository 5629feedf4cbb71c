"""No assistant changes anything that its person has not agreed to, and a retry changes nothing more.

Where the program can ask (elicitation), lifow has it show the person a form. Where it cannot, the first call
tells what would be done and gives a confirmation, which the second call sends back with the same arguments.
"""

import hashlib
from typing import Annotated, Any, Literal

import msgspec
from django.core import signing
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django_mcpz.elicitation import digest
from django_mcpz.server import ElicitationDeclinedError, ElicitationUnavailableError, ToolError, elicit

SALT = "channels.assistant.confirming"
GOOD_FOR_SECONDS = 600
NEXT = "Show this to the person. If they agree, call again with the same arguments and this confirmation."

Confirmation = Annotated[
    str,
    msgspec.Meta(
        max_length=2_000,
        description="Empty at first; then the confirmation of the first answer, once the person has agreed.",
    ),
]


class Preview(msgspec.Struct, tag_field="state", tag="to_confirm"):
    """What a call would do. Nothing is done yet."""

    would: str
    confirmation: str
    next: str


class Agreed(msgspec.Struct):
    """The form in which a person agrees."""

    answer: Annotated[Literal["yes", "no"], msgspec.Meta(title="Do it?")] = "no"


def confirmed(request: HttpRequest, tool: str, params: msgspec.Struct, would: str) -> str | Preview:
    """The key under which the change is made, where the person has agreed; else what to show them first.

    `would` says what is done, in a sentence. The key is the same for each retry of a confirmed call, and no
    other call has it. Raises ToolError where the person disagrees, and for a confirmation of another person,
    program, tool or of other arguments, and one that is too old.
    """
    sent: str = getattr(params, "confirmation", "")
    about = _about(request, tool, params)
    if sent:
        key = _checked(sent, about)
        _note(request, has_agreed=True)
        return key
    try:
        has_agreed = elicit(request, would, Agreed).answer == "yes"
    except ElicitationDeclinedError:
        _note(request, has_agreed=False)
        raise
    except ElicitationUnavailableError:
        return Preview(
            would=would,
            confirmation=signing.dumps(about, salt=SALT),
            next=NEXT,
        )
    _note(request, has_agreed=has_agreed)
    if not has_agreed:
        raise ToolError(_("Nothing was done: the person did not agree."))
    return _key(_state_of(request))


def agreement_of(request: HttpRequest) -> bool | None:
    """Whether the person agreed to what this call would do; None where they were not asked, or not yet."""
    return getattr(request, "has_agreed", None)


def _note(request: HttpRequest, *, has_agreed: bool) -> None:
    request.has_agreed = has_agreed  # type: ignore[attr-defined]


def _checked(sent: str, about: list[str]) -> str:
    try:
        told = signing.loads(sent, salt=SALT, max_age=GOOD_FOR_SECONDS)
    except signing.SignatureExpired:
        raise ToolError(
            _("This confirmation is too old. Call without one, and ask the person again.")
        ) from None
    except signing.BadSignature:
        told = None
    if told != about:
        raise ToolError(_("This confirmation is for something else. Call without one, and ask the person."))
    return _key(sent)


def _about(request: HttpRequest, tool: str, params: msgspec.Struct) -> list[str]:
    """Who would do what, by which program."""
    given = {**msgspec.structs.asdict(params), "confirmation": ""}
    token: Any = request.mcp_token  # type: ignore[attr-defined]
    return [str(request.user.pk), str(token.client_id), tool, digest(given)]


def _state_of(request: HttpRequest) -> str:
    """What lifow signed for the form that was answered: a retry sends the same."""
    told: dict[str, Any] = msgspec.json.decode(request.body)
    return str(told["params"]["requestState"])


def _key(signed: str) -> str:
    return f"assistant:{hashlib.sha256(signed.encode()).hexdigest()[:48]}"
