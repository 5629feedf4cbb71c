"""Questions and answers, to be looked at in the admin; they are changed on pages."""

from django.contrib import admin

from content.answers.models import (
    Answer,
    AnswerPolicy,
    AnswerReview,
    AnswerVote,
    Comment,
    FaqEntry,
    FaqPage,
    HeldQuestion,
    Question,
    QuestionFollower,
    TextEdit,
)
from lifow.base.admin import LookOnlyAdmin, audit

audit(AnswerPolicy, but=("round_at",))
audit(FaqPage)


@admin.register(Question)
class QuestionAdmin(LookOnlyAdmin):
    """Questions. Who asked one without a name, nobody knows."""

    list_display = ("title", "skill", "asker", "state", "asked_at", "answered_at")
    list_select_related = ("skill", "asker")
    list_filter = ("state", "is_anonymous", ("answered_at", admin.EmptyFieldListFilter))
    search_fields = ("title", "public_id")
    exclude = ("pictures", "link_digest", "idempotency_key")
    ordering = ("-asked_at", "-pk")


@admin.register(HeldQuestion)
class HeldQuestionAdmin(LookOnlyAdmin):
    """Questions without a name that are published at the next hours."""

    list_display = ("title", "skill", "rounds")
    list_select_related = ("skill",)
    exclude = ("link_digest",)
    ordering = ("key",)


@admin.register(Answer)
class AnswerAdmin(LookOnlyAdmin):
    """Answers, and until when they are verified."""

    list_display = ("question", "author", "kind", "written_at", "verifier", "verified_until", "removed_at")
    list_select_related = ("question", "author", "verifier")
    list_filter = ("kind", ("verified_until", admin.EmptyFieldListFilter))
    search_fields = ("text", "public_id", "question__title")
    exclude = ("pictures", "idempotency_key")
    ordering = ("-written_at", "-pk")


@admin.register(TextEdit)
class TextEditAdmin(LookOnlyAdmin):
    """What questions and answers said before."""

    list_display = ("question", "answer", "changed_by", "changed_at")
    list_select_related = ("question", "answer", "changed_by")
    ordering = ("-changed_at", "-pk")


@admin.register(Comment)
class CommentAdmin(LookOnlyAdmin):
    list_display = ("question", "author", "text", "written_at")
    list_select_related = ("question", "author")
    search_fields = ("text",)
    ordering = ("-written_at", "-pk")


@admin.register(AnswerVote)
class AnswerVoteAdmin(LookOnlyAdmin):
    """That an answer was helpful; not to whom."""

    list_display = ("answer", "voted_at")
    list_select_related = ("answer",)
    exclude = ("person",)
    ordering = ("-voted_at", "-pk")


@admin.register(QuestionFollower)
class QuestionFollowerAdmin(LookOnlyAdmin):
    """That somebody follows a question; not who."""

    list_display = ("question", "needs_it", "since")
    list_select_related = ("question",)
    exclude = ("person",)
    ordering = ("-since", "-pk")


@admin.register(AnswerReview)
class AnswerReviewAdmin(LookOnlyAdmin):
    """Why answers are to be looked at, and what came of it."""

    list_display = ("answer", "reason", "state", "opened_at", "decided_by", "decided_at")
    list_select_related = ("answer", "decided_by")
    list_filter = ("reason", "state")
    search_fields = ("public_id", "answer__text")
    ordering = ("-opened_at", "-pk")


@admin.register(FaqPage)
class FaqPageAdmin(LookOnlyAdmin):
    list_display = ("title", "updated_at")
    search_fields = ("title",)
    ordering = ("title", "pk")


@admin.register(FaqEntry)
class FaqEntryAdmin(LookOnlyAdmin):
    list_display = ("page", "position", "answer")
    list_select_related = ("page", "answer")
    ordering = ("page", "position", "pk")


@admin.register(AnswerPolicy)
class AnswerPolicyAdmin(LookOnlyAdmin):
    """Whether questions may be asked without a name, and how long answers stay verified."""

    list_display = ("allows_anonymous", "product_days", "procedure_days", "rule_days")
    ordering = ("pk",)
