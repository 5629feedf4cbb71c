"""How lifow uses allauth: accounts come from the HR system, machines get scoped tokens."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from django.utils.translation import gettext_lazy as _


class ClosedAccountAdapter(DefaultAccountAdapter):
    """Nobody signs up: a person is here because the roster, or an HR admin, says so."""

    def is_open_for_signup(self, request) -> bool:
        return False


class ApiClientAdapter(DefaultOIDCAdapter):
    """The scopes that a client of the API can be given, in words that an HR admin reads."""

    scope_display = {
        **DefaultOIDCAdapter.scope_display,
        "people:read": _("Read people, org units and employments"),
        "skills:read": _("Read skills, roles and requirements"),
        "evidence:read": _("Read evidence of skills"),
        "evidence:write": _("Add evidence of skills"),
        "gaps:read": _("Read gap reports"),
        "plans:read": _("Read learning plans"),
        "content:read": _("Read modules"),
        "mentoring:read": _("Read pairings"),
    }
