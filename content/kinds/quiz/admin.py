"""Quizzes in the admin, to look at: who has taken which, and the second tries."""

from django.contrib import admin

from content.kinds.quiz.models import QuizSitting, SecondTry
from lifow.base.admin import LookOnlyAdmin, names_of


@admin.register(QuizSitting)
class QuizSittingAdmin(LookOnlyAdmin):
    """Who has taken the quiz of which module; what was answered is with the sitting."""

    list_display = ("person", "module", "sitting")
    list_select_related = ("person", "module", "sitting")
    search_fields = (*names_of("person"), "module__title")
    ordering = ("-pk",)


@admin.register(SecondTry)
class SecondTryAdmin(LookOnlyAdmin):
    """Second answers to questions of a quiz. They never count."""

    list_display = ("question", "score", "answered_at")
    list_select_related = ("question__sitting",)
    fields = ("question", "score", "answered_at")
    ordering = ("-pk",)
