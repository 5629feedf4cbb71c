from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContentConfig(AppConfig):
    name = "content"
    verbose_name = _("Content")

    def ready(self):
        from content.catalogue import subscriptions as catalogue
        from content.coverage import subscriptions as coverage
        from content.personal_data import KEPT
        from content.planning import notifications, subscriptions
        from content.planning.reports import merge_counts
        from lifow.events.registry import subscribe
        from lifow.events.types import (
            CatalogueChanged,
            GapReportsRefreshed,
            LeaveBegan,
            LeaveEnded,
            PeopleMerged,
            PeopleSeparated,
            RosterChanged,
            SkillsReplaced,
        )
        from lifow.notifications.registry import register_kind
        from lifow.people.merging.reports import MergePart, register_part
        from lifow.people.privacy.reports import declare

        subscribe(SkillsReplaced, catalogue.follow_skills, name="content.follow_skills")
        subscribe(GapReportsRefreshed, subscriptions.refresh_their_plans, name="content.refresh_plans")
        subscribe(CatalogueChanged, subscriptions.refresh_all_plans, name="content.refresh_all_plans")
        subscribe(LeaveEnded, subscriptions.plan_again, name="content.plan_again")
        subscribe(PeopleMerged, subscriptions.move_learning, name="content.move_learning")
        subscribe(PeopleSeparated, subscriptions.put_learning_back, name="content.put_learning_back")
        register_part(MergePart("content", merge_counts))
        for changed in (CatalogueChanged, GapReportsRefreshed, RosterChanged, LeaveBegan, LeaveEnded):
            subscribe(changed, coverage.note_change, name=f"content.note_{changed.__name__}")
        declare(*KEPT)
        for kind in notifications.KINDS:
            register_kind(kind)
