"""Importing a roster in the admin, and what imports ask of HR admins."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.decorators import action, display

from lifow.base.admin import LookOnlyAdmin, audit, keeps_records, names_of
from lifow.base.file_imports.admin import FileImportAdmin
from lifow.base.file_imports.services import ImportStepError
from lifow.people.persons.models import Person
from lifow.people.roster import services
from lifow.people.roster.forms import RosterPlanForm, RosterUploadForm, SourceForm
from lifow.people.roster.interchange import split_profile
from lifow.people.roster.interchange.brake import LIFTED, MassChange
from lifow.people.roster.interchange.sameness import REASONS
from lifow.people.roster.models import FormerExternalId, PersonMatch, RosterImport, RosterWrite
from lifow.people.roster.reports import kept_mapping, known_sources
from lifow.people.roster.services import MatchError, answer_match, take_back_match


@admin.register(RosterImport)
class RosterImportAdmin(FileImportAdmin):
    """Rosters that HR brings in: who imported what, when, what it changed, and what was let through."""

    upload_title = _("Import a roster")
    upload_template = "admin/roster_imports/upload.html"
    plan_template = "admin/roster_imports/plan.html"
    list_display = (
        "uploaded_at",
        "source",
        "file",
        "state",
        "changed",
        "let_through",
        "by",
    )
    list_filter = ("state", "source")
    search_fields = ("source", *names_of("uploaded_by", "confirmed_by"))

    @display(description=_("let through this once"))
    def let_through(self, row: RosterImport) -> str:
        return lifted_in_words(row)

    @display(description=_("by"), ordering="uploaded_by")
    def by(self, row: RosterImport) -> str:
        return super().by(row) or row.applied_by or row.sent_by

    def said(self, row: RosterImport) -> str:
        if row.is_planned and row.summary.get("stops"):
            return _now("This is the plan. More would change than usual; nothing is written yet.")
        return super().said(row)

    def is_change(self, code: str) -> bool:
        return code not in ("problems", "unread", "notices")

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """First which system the file comes from, as its mapping depends on it; then the upload."""
        asked = SourceForm(request.GET if "source" in request.GET else None)
        if self.has_add_permission(request) and not asked.is_valid():
            context = {
                **self.page_context(request, self.upload_title),
                "form": asked,
                "sources": known_sources(),
            }
            return TemplateResponse(request, "admin/roster_imports/sources.html", context)
        return super().add_view(request, form_url, extra_context)

    def upload_form(self, request: HttpRequest) -> RosterUploadForm:
        if request.method == "POST":
            return RosterUploadForm(request.POST, request.FILES)
        mapping, profile = split_profile(kept_mapping(source=_source(request)))
        return RosterUploadForm(initial={"mapping": mapping, "profile": profile})

    def upload(self, request: HttpRequest, form: RosterUploadForm) -> RosterImport:
        return services.upload_roster(
            source=_source(request),
            mapping=form.cleaned_data["mapping"],
            is_strict=form.cleaned_data["is_strict"],
            name=form.cleaned_data["file"].name,
            content=form.cleaned_data["content"],
            uploaded_by=_person(request),
            uploaded_at=timezone.now(),
        )

    def page_context(self, request: HttpRequest, title: Any) -> dict[str, Any]:
        return {**super().page_context(request, title), "source": _source(request)}

    def plan_form(self, request: HttpRequest, row: RosterImport) -> RosterPlanForm:
        plan = row.summary if row.is_planned else {}
        asked = {"stops": plan.get("stops", ()), "questions": plan.get("questions", ())}
        if request.method == "POST":
            return RosterPlanForm(request.POST, **asked)
        return RosterPlanForm(**asked, initial={"shown": row.shown, "reason": row.reason})

    def parts(self, row: RosterImport) -> list[Any]:
        """All but the questions, as long as they are asked above the plan."""
        listed = super().parts(row)
        return [one for one in listed if one["code"] != "same_people"] if row.is_planned else listed

    def plan_context(self, row: RosterImport) -> dict[str, Any]:
        is_stopped = services.is_stopped_by_bad_lines(row)
        return {
            "lifted": lifted_in_words(row),
            "is_stopped_by_bad_lines": is_stopped,
            "can_apply": not is_stopped,
            "open_parts": ("same_people", "problems"),
            "asks_who_is_the_same": any(one["code"] == "same_people" for one in row.summary.get("parts", ())),
        }

    def downloads(self, row: RosterImport) -> list[tuple[str, Any]]:
        if row.state not in (row.State.PLANNED, row.State.APPLIED) or row.forgotten_at:
            return []
        has_bad = any(one["code"] == "problems" for one in row.summary.get("parts", ()))
        bad = [(services.REJECTS, _("Download the bad lines, to correct them (CSV)"))] if has_bad else []
        return [*bad, (services.PLAN, _("Download the whole plan (text)"))]

    def act(self, request: HttpRequest, row: RosterImport, act: str, form: RosterPlanForm) -> None:
        if act == "answer":
            self.answer(request, row, form)
        else:
            super().act(request, row, act, form)

    def answer(self, request: HttpRequest, row: RosterImport, form: RosterPlanForm) -> None:
        """Keep the answers that were given; of none, say so."""
        if not form.answers:
            raise ImportStepError(_now("Choose an answer first."))
        row.shown = form.cleaned_data["shown"]
        try:
            services.answer_questions(
                row=row, answers=form.answers, decided_by=_person(request), decided_at=timezone.now()
            )
        except MatchError as error:
            raise ImportStepError(str(error)) from error

    def apply(self, request: HttpRequest, row: RosterImport, form: RosterPlanForm) -> None:
        services.confirm_import(
            row=row,
            shown=form.cleaned_data["shown"],
            lifted=form.lifted,
            reason=form.cleaned_data["reason"],
            confirmed_by=_person(request),
            confirmed_at=timezone.now(),
        )

    def plan_anew(self, request: HttpRequest, row: RosterImport, form: RosterPlanForm) -> None:
        services.plan_import_anew(row=row)


def lifted_in_words(row: RosterImport) -> str:
    """What was let through for this import, with how many."""
    return counts_in_words(row.lifted)


def counts_in_words(counts: dict[str, int]) -> str:
    """Kinds of change, with how many of each."""
    return ", ".join(f"{LIFTED[kind]} ({counts[kind]:,})" for kind in MassChange if kind in counts)


def _person(request: HttpRequest) -> Person | None:
    return request.user if isinstance(request.user, Person) else None


def _source(request: HttpRequest) -> str:
    return request.GET.get("source", "").strip()


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
        now, person = timezone.now(), _person(request)
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


@admin.register(RosterWrite)
class RosterWriteAdmin(LookOnlyAdmin):
    """What other systems have changed row by row, of the kinds that have a limit."""

    list_display = ("written_at", "source", "written_by", "changed", "let_through", "reason")
    list_display_links = None
    list_filter = ("source",)
    search_fields = ("source", "written_by")
    ordering = ("-written_at", "-pk")

    @display(description=_("what it changed"))
    def changed(self, write: RosterWrite) -> str:
        return counts_in_words(write.counts)

    @display(description=_("let through this once"))
    def let_through(self, write: RosterWrite) -> str:
        return counts_in_words(write.lifted)


audit(RosterImport, but=("upload", "outcome", "summary", "shown", "attempts", "taken_until", "last_error"))
audit(PersonMatch)
audit(FormerExternalId)
