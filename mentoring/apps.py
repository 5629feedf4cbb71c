from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MentoringConfig(AppConfig):
    name = "mentoring"
    verbose_name = _("Mentoring")

    def ready(self):
        from lifow.events.registry import subscribe
        from lifow.events.types import (
            LeaveBegan,
            LeaveEnded,
            PairingEnded,
            PeopleMerged,
            PeopleSeparated,
            QuestionAnswered,
            QuestionAsked,
            RosterChanged,
        )
        from lifow.notifications.registry import register_kind
        from lifow.people.merging.reports import MergePart, register_part
        from lifow.people.privacy.reports import declare
        from mentoring.help import notifications as of_help
        from mentoring.help import subscriptions as follow_questions
        from mentoring.pairings import notifications as of_pairings
        from mentoring.pairings import subscriptions
        from mentoring.pairings.reports import merge_counts, merge_objections
        from mentoring.personal_data import KEPT
        from mentoring.sessions import notifications as of_sessions
        from mentoring.sessions import subscriptions as follow_sessions
        from mentoring.tasks import notifications as of_tasks

        subscribe(RosterChanged, subscriptions.close_pairings, name="mentoring.close_pairings")
        subscribe(LeaveBegan, subscriptions.pause_pairings, name="mentoring.pause_pairings")
        subscribe(LeaveEnded, subscriptions.resume_pairings, name="mentoring.resume_pairings")
        back = subscriptions.put_mentoring_back
        subscribe(PeopleMerged, subscriptions.move_mentoring, name="mentoring.move_mentoring")
        subscribe(PeopleSeparated, back, name="mentoring.put_mentoring_back")
        ended, away = follow_sessions.cancel_of_pairing, follow_sessions.cancel_during_leave
        subscribe(PairingEnded, ended, name="mentoring.cancel_session")
        subscribe(LeaveBegan, away, name="mentoring.cancel_during_leave")
        subscribe(QuestionAsked, follow_questions.follow_question, name="mentoring.follow_question")
        subscribe(QuestionAnswered, follow_questions.follow_answer, name="mentoring.follow_answer")
        subscribe(PeopleMerged, follow_questions.move_help, name="mentoring.move_help")
        subscribe(PeopleSeparated, follow_questions.put_help_back, name="mentoring.put_help_back")
        register_part(MergePart("mentoring", merge_counts, merge_objections))
        declare(*KEPT)
        for kind in (*of_pairings.KINDS, *of_tasks.KINDS, *of_sessions.KINDS, *of_help.KINDS):
            register_kind(kind)
