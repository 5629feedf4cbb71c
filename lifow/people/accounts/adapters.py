"""How lifow uses allauth: accounts come from the HR system, machines get scoped tokens."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lifow.base.links import absolute_url
from lifow.people.persons.models import Person


class ClosedAccountAdapter(DefaultAccountAdapter):
    """Nobody signs up: a person is here because the roster, or an HR admin, says so."""

    def is_open_for_signup(self, request) -> bool:
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link to a new password leads to the configured site, whatever host the request named."""
        uid, _dash, token = key.partition("-")
        return absolute_url(reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token}))


class OwnAddressBackend(AuthenticationBackend):
    """Signs in by the email that the person has now.

    allauth would also try the addresses of its own table, where one stays that has passed to somebody else.
    """

    def _authenticate_by_email(self, email: str, password: str) -> Person | None:
        return self._check_password(Person.objects.with_email(email).first(), password)


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
