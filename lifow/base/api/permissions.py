"""What a caller of the API may do: a machine by its scopes, a person by what they may see."""

from allauth.idp.oidc.models import Token
from rest_framework.permissions import SAFE_METHODS, BasePermission


class HasScope(BasePermission):
    """Machines need the scope that the view's `scopes` names; people may read, HR admins write.

    `scopes` maps `"read"` and `"write"` to a scope. A view without one is open to nobody. Which rows a
    person reads is the queryset's affair (`visible_to`).
    """

    message = "This needs a scope that the access token does not have."

    def has_permission(self, request, view) -> bool:
        reading = request.method in SAFE_METHODS
        if not request.user or not request.user.is_authenticated:
            return False
        if isinstance(request.auth, Token):
            return view.scopes.get("read" if reading else "write") in request.auth.get_scopes()
        return reading or request.user.is_hr_admin
