"""Assistants among what people can connect to their account."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_mcpz.oauth.models import RefreshToken

from channels.assistant.addresses import problem_of_addresses
from channels.assistant.scopes import in_words
from channels.assistant.services import disconnect_client, disconnect_people
from channels.registry import Check, Connection, Integration, Shape
from lifow.base.channels import Channel
from lifow.base.links import absolute_url
from lifow.people.persons.models import Person


class Assistants(Integration):
    """Programs that speak the Model Context Protocol. A connection is a program that holds a token."""

    key = "assistant"
    channel = Channel.ASSISTANT
    shows = frozenset({Shape.TEXT, Shape.LIST, Shape.QUESTION})
    title = _("Assistants")
    how_to_connect = _(
        "Give your assistant this address as an MCP server or connector. It sends you here to sign in and to "
        "choose what it may do."
    )

    def address(self, person: Person) -> str:
        return absolute_url(reverse("channels:mcp"))

    def connections_of(self, person: Person) -> Sequence[Connection]:
        """By program, from the token that renews itself until the person ends it; one query."""
        live = RefreshToken.objects.filter(
            user=person, revoked_at__isnull=True, used_at__isnull=True, expires_at__gt=timezone.now()
        )
        newest: dict[str, RefreshToken] = {}
        for token in live.select_related("client", "code").order_by("-created_at"):
            newest.setdefault(token.client.client_id, token)
        return [
            Connection(
                id=client_id,
                name=str(token.client),
                since=token.code.created_at if token.code is not None else token.created_at,
                signed_in_at=token.created_at,
                may=in_words(token.scope.split()),
            )
            for client_id, token in newest.items()
        ]

    def counted_people(self) -> int:
        live = RefreshToken.objects.filter(
            revoked_at__isnull=True, used_at__isnull=True, expires_at__gt=timezone.now()
        )
        return live.aggregate(people=Count("user", distinct=True))["people"]

    def check(self, *, as_of: datetime) -> Check:
        problem = problem_of_addresses()
        if problem:
            words = gettext("%(address)s does not answer as assistants need it.")
            return Check(False, words % {"address": absolute_url(problem)})
        return Check(True, gettext("Assistants find lifow, and can ask for access."))

    def disconnect(self, *, person: Person, connection_id: str, as_of: datetime) -> bool:
        return disconnect_client(person=person, client_id=connection_id)

    def disconnect_closed_accounts(self, *, as_of: datetime) -> int:
        closed = Person.objects.filter(is_active=False)
        left = closed.filter(accesstoken__isnull=False).values_list("pk", flat=True)
        waiting = closed.filter(authorizationcode__isnull=False).values_list("pk", flat=True)
        return disconnect_people(person_ids={*left, *waiting})
