"""What a caller of the API may do: a machine by its scopes, a person by what they may see."""

from allauth.idp.oidc.models import Token
from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import SAFE_METHODS, BasePermission

from lifow.base.api.exceptions import MissingScope


class HasScope(BasePermission):
    """A token needs the scope that the view's `scopes` names; people may read, HR admins write.

    `scopes` maps `"read"` and `"write"` to a scope. A view without one is open to nobody. Which rows a
    person reads is the queryset's affair (`visible_to`). A token that a person was given is bound by
    both: by its scopes and by what the person may do.
    """

    message = _("Only HR admins and systems with a token can add this. Managers rate on their Team page.")

    def has_permission(self, request, view) -> bool:
        reading = request.method in SAFE_METHODS
        if not request.user or not request.user.is_authenticated:
            return False
        if getattr(view, "action", "") is None:
            return True  # no such method: the view says so with 405
        if isinstance(request.auth, Token):
            scope = view.scopes["read" if reading else "write"]
            if scope not in request.auth.get_scopes():
                raise MissingScope(scope)
        return reading or request.user.is_hr_admin
