from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContentConfig(AppConfig):
    name = "content"
    verbose_name = _("Content")

    def ready(self):
        from content.catalogue import subscriptions as catalogue
        from content.coverage import subscriptions as coverage
        from content.planning import notifications, subscriptions
        from lifow.events.registry import subscribe
        from lifow.events.types import (
            CatalogueChanged,
            GapReportsRefreshed,
            LeaveBegan,
            LeaveEnded,
            RosterChanged,
            SkillsReplaced,
        )
        from lifow.notifications.registry import register_kind

        subscribe(SkillsReplaced, catalogue.follow_skills, name="content.follow_skills")
        subscribe(GapReportsRefreshed, subscriptions.refresh_their_plans, name="content.refresh_plans")
        subscribe(CatalogueChanged, subscriptions.refresh_all_plans, name="content.refresh_all_plans")
        subscribe(LeaveEnded, subscriptions.plan_again, name="content.plan_again")
        for changed in (CatalogueChanged, GapReportsRefreshed, RosterChanged, LeaveBegan, LeaveEnded):
            subscribe(changed, coverage.note_change, name=f"content.note_{changed.__name__}")
        for kind in notifications.KINDS:
            register_kind(kind)
