from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContentConfig(AppConfig):
    name = "content"
    verbose_name = _("Content")

    def ready(self):
        from content.planning import notifications, subscriptions
        from lifow.events.registry import subscribe
        from lifow.events.types import CatalogueChanged, GapReportsRefreshed
        from lifow.notifications.registry import register_kind

        subscribe(GapReportsRefreshed, subscriptions.refresh_their_plans, name="content.refresh_plans")
        subscribe(CatalogueChanged, subscriptions.refresh_all_plans, name="content.refresh_all_plans")
        for kind in notifications.KINDS:
            register_kind(kind)
