from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MentoringConfig(AppConfig):
    name = "mentoring"
    verbose_name = _("Mentoring")

    def ready(self):
        from lifow.events.registry import subscribe
        from lifow.events.types import LeaveBegan, LeaveEnded, RosterChanged
        from lifow.notifications.registry import register_kind
        from mentoring.pairings import notifications as of_pairings
        from mentoring.pairings import subscriptions
        from mentoring.tasks import notifications as of_tasks

        subscribe(RosterChanged, subscriptions.close_pairings, name="mentoring.close_pairings")
        subscribe(LeaveBegan, subscriptions.pause_pairings, name="mentoring.pause_pairings")
        subscribe(LeaveEnded, subscriptions.resume_pairings, name="mentoring.resume_pairings")
        for kind in (*of_pairings.KINDS, *of_tasks.KINDS):
            register_kind(kind)
