"""How lifow uses allauth as the server that gives machines their tokens."""

from secrets import token_urlsafe

from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from django.utils.translation import gettext_lazy as _


class ApiClientAdapter(DefaultOIDCAdapter):
    """The scopes that a client of the API can be given, in words that an HR admin reads."""

    scope_display = {
        **DefaultOIDCAdapter.scope_display,
        "people:read": _("Read people, org units, employments and roles of people"),
        "people:write": _("Write people, org units, employments and roles of people, and import rosters"),
        "skills:read": _("Read skills, roles and requirements"),
        "evidence:read": _("Read evidence of skills"),
        "evidence:write": _("Add evidence of skills"),
        "items:read": _("Read test questions, what is right, and what answers say of them"),
        "items:write": _("Add test questions, and send them for review"),
        "sittings:read": _("Read what tests and quick checks concluded"),
        "sittings:write": _("Ask people questions, and send their answers"),
        "gaps:read": _("Read gap reports"),
        "plans:read": _("Read learning plans"),
        "content:read": _("Read modules"),
        "search:read": _("Search what every employee finds"),
        "questions:read": _("Read questions and answers"),
        "questions:write": _("Ask and answer in people’s names"),
        "activities:read": _("Read what people have done with modules"),
        "assignments:read": _("Read what is assigned to people, and what became of it"),
        "assignments:write": _("Assign modules, change and end assignments, and waive them"),
        "mentoring:read": _("Read pairings"),
    }

    def generate_client_secret(self) -> str:
        """256 random bits in 43 characters, none of which means something in an address or a shell."""
        return token_urlsafe(32)
