from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MentoringConfig(AppConfig):
    name = "mentoring"
    verbose_name = _("Mentoring")

    def ready(self):
        from lifow.events.registry import subscribe
        from lifow.events.types import RosterChanged
        from mentoring.pairings import subscriptions

        subscribe(RosterChanged, subscriptions.close_pairings, name="mentoring.close_pairings")
