from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChannelsConfig(AppConfig):
    name = "channels"
    verbose_name = _("Channels")

    def ready(self):
        from channels.assistant.integration import Assistants
        from channels.calendar.integration import CalendarIntegration
        from channels.digest.notifications import KINDS
        from channels.personal_data import KEPT
        from channels.push.integration import Devices
        from channels.push.way import PushWay
        from channels.registry import register_integration
        from lifow.notifications.registry import register_kind, register_way
        from lifow.people.privacy.reports import declare

        declare(*KEPT)
        register_integration(Assistants())
        register_integration(CalendarIntegration())
        register_integration(Devices())
        register_way(PushWay())
        for kind in KINDS:
            register_kind(kind)
