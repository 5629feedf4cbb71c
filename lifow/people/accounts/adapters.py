"""How lifow uses allauth: accounts come from the HR system."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from lifow.base.database.prepared import prepared
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

    def get_user(self, user_id: int) -> Person | None:
        """Who is signed in, with `has_reports`: whether anybody reports to them. Asked for each request."""
        found = next(iter(_people(user_id)), None)
        return found if found is not None and self.user_can_authenticate(found) else None

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """Rights that are given by row and group are those of the admin: nobody else's are looked up."""
        return super().get_all_permissions(user_obj, obj) if user_obj.is_staff else set()

    def _authenticate_by_email(self, email: str, password: str) -> Person | None:
        return self._check_password(Person.objects.with_email(email).first(), password)


@prepared
def _people(user_id: int) -> QuerySet[Person]:
    reports = Person.objects.reporting_to(OuterRef("pk"))
    return Person.objects.filter(pk=user_id).annotate(has_reports=Exists(reports))
