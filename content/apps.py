from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContentConfig(AppConfig):
    name = "content"
    verbose_name = _("Content")

    def ready(self):
        self._subscribe()
        self._declare()

    def _subscribe(self):
        self._follow_modules()
        self._follow_skills_and_roles()
        self._follow_people()
        self._follow_questions()

    def _follow_modules(self):
        from content.assignments import subscriptions as assignments
        from content.debt import subscriptions as debt
        from content.kinds.path import subscriptions as paths
        from content.planning import subscriptions as planning
        from lifow.events import types as events
        from lifow.events.registry import subscribe

        without = planning.plan_without_completed
        subscribe(events.CatalogueChanged, planning.refresh_all_plans, name="content.refresh_all_plans")
        subscribe(events.CatalogueChanged, debt.close_covered, name="content.close_covered")
        subscribe(events.ModulesCompleted, without, name="content.plan_without_completed")
        subscribe(events.ModulesCompleted, paths.finish, name="content.finish_paths")
        subscribe(events.ModulesCompleted, assignments.follow_completions, name="content.close_completed")
        subscribe(events.AssignmentsChanged, planning.plan_assigned, name="content.plan_assigned")

    def _follow_skills_and_roles(self):
        from content.assignments import subscriptions as assignments
        from content.catalogue import subscriptions as catalogue
        from content.coverage import subscriptions as coverage
        from content.planning import subscriptions as planning
        from lifow.events import types as events
        from lifow.events.registry import subscribe

        subscribe(events.SkillsReplaced, catalogue.follow_skills, name="content.follow_skills")
        subscribe(events.GapReportsRefreshed, planning.refresh_their_plans, name="content.refresh_plans")
        subscribe(events.GapReportsRefreshed, assignments.follow_roles, name="content.assign_by_roles")
        subscribe(events.EvidenceRecorded, assignments.follow_evidence, name="content.close_after_tests")
        for changed in (
            events.CatalogueChanged,
            events.GapReportsRefreshed,
            events.RosterChanged,
            events.LeaveBegan,
            events.LeaveEnded,
        ):
            subscribe(changed, coverage.note_change, name=f"content.note_{changed.__name__}")

    def _follow_people(self):
        from content.answers import subscriptions as answers
        from content.assignments import subscriptions as assignments
        from content.authoring import subscriptions as authoring
        from content.debt import subscriptions as debt
        from content.kinds.checklist import subscriptions as checklists
        from content.planning import subscriptions as planning
        from lifow.events import types as events
        from lifow.events.registry import subscribe

        subscribe(events.RosterChanged, assignments.follow_roster, name="content.assign_by_roster")
        subscribe(events.LeaveEnded, planning.plan_again, name="content.plan_again")
        subscribe(events.LeaveEnded, assignments.follow_leave, name="content.move_due_after_leave")
        subscribe(events.PairingBegan, checklists.note_mentor, name="content.note_mentor")
        subscribe(events.PairingEnded, checklists.forget_mentor, name="content.forget_mentor")
        for name, move, put_back in (
            ("learning", planning.move_learning, planning.put_learning_back),
            ("authoring", authoring.move_authoring, authoring.put_authoring_back),
            ("answers", answers.move_answers, answers.put_answers_back),
            ("writing", debt.move_writing, debt.put_writing_back),
        ):
            subscribe(events.PeopleMerged, move, name=f"content.move_{name}")
            subscribe(events.PeopleSeparated, put_back, name=f"content.put_{name}_back")

    def _follow_questions(self):
        from content.answers import subscriptions as answers
        from lifow.events import types as events
        from lifow.events.registry import subscribe

        subscribe(events.HelpAsked, answers.tell_whoever_is_asked, name="content.tell_whoever_is_asked")
        subscribe(events.HelpClaimed, answers.settle_whoever_is_asked, name="content.settle_whoever_is_asked")

    def _declare(self):
        from content.activity.services import register_move
        from content.answers import notifications as of_answers
        from content.answers.finding import Questions
        from content.answers.rules import may_see_picture as sees_in_answers
        from content.assignments import notifications as of_assignments
        from content.assignments.services import MOVED as ASSIGNED
        from content.assignments.services import move_assignments
        from content.authoring import notifications as of_authoring
        from content.bookmarks import services as bookmarks
        from content.catalogue.finding import Modules
        from content.catalogue.rules import may_see_picture
        from content.debt import notifications as of_debt
        from content.facets import notifications as of_facets
        from content.kinds.registering import register_kinds
        from content.personal_data import KEPT
        from content.planning import notifications
        from content.planning.reports import merge_counts
        from content.refreshers import notifications as refreshers
        from content.refreshers.services import MOVED, move_refreshers
        from content.votes import services as votes
        from lifow.base.media.access import register_use
        from lifow.base.passages.registry import register_findable
        from lifow.notifications.registry import register_kind
        from lifow.people.merging.reports import MergePart, register_part
        from lifow.people.privacy.reports import declare

        declare(*KEPT)
        register_part(MergePart("content", merge_counts))
        register_kinds()
        register_findable(Modules())
        register_findable(Questions())
        register_use("pictures of texts", may_see_picture)
        register_use("pictures of questions", sees_in_answers)
        register_move(ASSIGNED, move_assignments)
        register_move(MOVED, move_refreshers)
        register_move(bookmarks.MOVED, bookmarks.move_saved)
        register_move(votes.MOVED, votes.move_votes)
        for kind in (
            *notifications.KINDS,
            *refreshers.KINDS,
            *of_authoring.KINDS,
            *of_debt.KINDS,
            *of_facets.KINDS,
            *of_answers.KINDS,
            *of_assignments.KINDS,
        ):
            register_kind(kind)
