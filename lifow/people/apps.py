from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "lifow.people"
    label = "people"
    verbose_name = _("People")

    def ready(self):
        from lifow.people.privacy.declarations import KEPT
        from lifow.people.privacy.reports import declare

        declare(*KEPT)
