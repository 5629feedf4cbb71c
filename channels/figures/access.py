"""Who opens the pages of figures."""

from django.utils.translation import gettext_lazy

from lifow.base.access import needs_permission

for_hr = needs_permission(
    "people.view_organisation",
    who=gettext_lazy("These pages are for HR admins. An HR admin can give you access."),
)
