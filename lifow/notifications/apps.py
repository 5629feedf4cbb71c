from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "lifow.notifications"
    label = "notifications"
    verbose_name = _("Notifications")

    def ready(self):
        from lifow.events.registry import subscribe
        from lifow.events.types import PeopleMerged, PeopleSeparated, RightsChanged
        from lifow.notifications import checks, rights, subscriptions, tracking  # noqa: F401 (they register themselves)
        from lifow.notifications.kinds import KINDS
        from lifow.notifications.mail import EmailWay
        from lifow.notifications.personal_data import KEPT
        from lifow.notifications.registry import register_kind, register_way
        from lifow.people.privacy.reports import declare

        declare(*KEPT)
        for kind in (*KINDS, *rights.KINDS):
            register_kind(kind)
        register_way(EmailWay())
        subscribe(RightsChanged, rights.tell_of_rights, name="notifications.tell_of_rights")
        back = subscriptions.put_messages_back
        subscribe(PeopleMerged, subscriptions.move_messages, name="notifications.move_messages")
        subscribe(PeopleSeparated, back, name="notifications.put_messages_back")
