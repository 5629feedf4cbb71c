"""What imports ask of HR admins, in the admin."""

from django.contrib import admin, messages
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.decorators import action, display

from lifow.base.admin import LookOnlyAdmin, audit, keeps_records, names_of
from lifow.people.persons.models import Person
from lifow.people.roster.interchange.sameness import REASONS
from lifow.people.roster.models import FormerExternalId, PersonMatch
from lifow.people.roster.services import MatchError, answer_match, take_back_match


@admin.register(PersonMatch)
class PersonMatchAdmin(LookOnlyAdmin):
    """The same person, or two? The answer is kept, and the next import goes by it."""

    list_display = ("name", "external_id", "source", "person", "because", "state", "decided_by")
    list_display_links = None
    list_select_related = ("person", "decided_by")
    list_filter = ("state", "source")
    search_fields = ("name", "external_id", *names_of("person"))
    ordering = (F("decided_at").desc(nulls_first=True), "-asked_at", "-pk")
    actions = ("say_same", "say_different", "take_back")

    @display(description=_("what speaks for it"))
    def because(self, match: PersonMatch) -> str:
        return ", ".join(REASONS.get(reason, reason) for reason in match.reasons)

    def has_answer_permission(self, request: HttpRequest) -> bool:
        return keeps_records(request)

    @action(description=_("The same person"), permissions=["answer"])
    def say_same(self, request: HttpRequest, queryset: QuerySet[PersonMatch]) -> None:
        self.answer(request, queryset, is_same=True)

    @action(description=_("Two people"), permissions=["answer"])
    def say_different(self, request: HttpRequest, queryset: QuerySet[PersonMatch]) -> None:
        self.answer(request, queryset, is_same=False)

    @action(description=_("Take the answer back"), permissions=["answer"])
    def take_back(self, request: HttpRequest, queryset: QuerySet[PersonMatch]) -> None:
        self.each(request, queryset, lambda one: take_back_match(match=one, taken_back_at=timezone.now()))

    def answer(self, request: HttpRequest, queryset: QuerySet[PersonMatch], *, is_same: bool) -> None:
        now, person = timezone.now(), request.user if isinstance(request.user, Person) else None
        self.each(
            request,
            queryset,
            lambda one: answer_match(match=one, is_same=is_same, decided_by=person, decided_at=now),
        )

    def each(self, request, queryset, act) -> None:
        """Do something to each, and say of whom it could not be done and why."""
        done = 0
        for match in queryset.select_related("person"):
            try:
                act(match)
                done += 1
            except MatchError as error:
                self.message_user(request, f"{match} {error}", messages.ERROR)
        if done:
            text = ngettext(
                "%(count)s answer is kept. The next import goes by it.",
                "%(count)s answers are kept. The next import goes by them.",
                done,
            )
            self.message_user(request, text % {"count": done}, messages.SUCCESS)


@admin.register(FormerExternalId)
class FormerExternalIdAdmin(LookOnlyAdmin):
    list_display = ("source", "value", "person")
    list_display_links = None
    list_select_related = ("person",)
    list_filter = ("source",)
    search_fields = ("value", *names_of("person"))
    ordering = ("source", "value")


audit(PersonMatch)
audit(FormerExternalId)
