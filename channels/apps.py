from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChannelsConfig(AppConfig):
    name = "channels"
    verbose_name = _("Channels")

    def ready(self):
        from channels.personal_data import KEPT
        from lifow.people.privacy.reports import declare

        declare(*KEPT)
