"""What the admin of every app is made of: who keeps the records, and what can only be looked at."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from itertools import product
from typing import Any

from auditlog.registry import auditlog
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.utils import lookup_spawns_duplicates
from django.db import OperationalError, transaction
from django.db.models import Case, IntegerField, Model, QuerySet, Value, When
from django.forms import BaseInlineFormSet, ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import action, display

from lifow.base.concurrent_edits import MergingAdmin, changed_by_others, take_what_others_changed
from lifow.base.database.locks import is_deadlock, tried_again_after_deadlock
from lifow.base.models import IdempotencyKey, Picture, StoredFile, Tombstone, Upload
from lifow.base.passages.models import (
    EmbeddedUntil,
    OpeningTime,
    PassageVector,
    SearchChange,
    SearchPassage,
    SearchSource,
    StaleSource,
    Synonym,
)
from lifow.base.records import RowChanges
from lifow.base.scheduled_jobs.models import ScheduledJob
from lifow.base.scheduled_jobs.services import ask_for_jobs

LEAST_TYPED = 3
TIMES_OF_CHANGE = ("created_at", "updated_at")


def keeps_records(request: HttpRequest) -> bool:
    """Whether the user is an HR admin who may use the admin; superusers have every permission anyway."""
    return bool(request.user.is_active and request.user.has_perm("people.view_organisation"))


def names_of(*relations: str) -> tuple[str, ...]:
    """Search fields that find a row by the name or email of the people whom these relations lead to."""
    return tuple(
        f"{relation}__{field}" for relation in relations for field in ("given_name", "family_name", "email")
    )


def best_match_first(rows: QuerySet, fields: Sequence[str], term: str) -> QuerySet:
    """Rows with a field that is what was typed, then that begins with it, then that holds it in one piece.

    An earlier field counts before a later one. Of one or two letters nearly all rows hold some, and which is
    best says nothing: these keep their order, which an index has.
    """
    own = [
        one for one in fields if one[0] not in "^=@" and not lookup_spawns_duplicates(rows.model._meta, one)
    ]
    if len(term) < LEAST_TYPED or not own:
        return rows
    ways = product(("iexact", "istartswith", "icontains"), own)
    whens = [When(**{f"{field}__{way}": term}, then=Value(place)) for place, (way, field) in enumerate(ways)]
    place = Case(*whens, default=Value(len(whens)), output_field=IntegerField())
    return rows.order_by(place, *rows.query.order_by)


class RecordAdmin(ModelAdmin):
    """Rows that HR admins keep. By itself a row is deleted by a superuser only; see also `RecordInline`."""

    list_per_page = 50
    show_full_result_count = False
    compressed_fields = True
    warn_unsaved_form = True

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """As Django finds them; in a box that offers rows while somebody types, the best match is first."""
        rows, may_repeat = super().get_search_results(request, queryset, search_term)
        if request.path == reverse("admin:autocomplete"):
            rows = best_match_first(rows, self.get_search_fields(request), search_term.strip())
        return rows, may_repeat

    def has_module_permission(self, request: HttpRequest) -> bool:
        return keeps_records(request) or super().has_module_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return keeps_records(request) or super().has_view_permission(request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return keeps_records(request) or super().has_add_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return keeps_records(request) or super().has_change_permission(request, obj)


class ServiceAdmin(MergingAdmin, RecordAdmin):
    """Rows of ours that HR admins keep, written and deleted by the services that imports and pages call.

    A record is written in one call together with the rows on its page: what follows is seen once, at the end.
    Only what was changed on the page is written: what somebody else, or an import, has changed since the page
    was opened stays and is told; where both have changed the same, it is shown and nothing is written. `lock`
    is the lock that the services of the record take first.
    """

    lock: Callable[[], None] | None = None

    def save_record(
        self, request: HttpRequest, form: ModelForm, rows: Mapping[type[Model], RowChanges]
    ) -> None:
        """Write `form.instance`, which has no id yet where it is new, with its `rows` of each model below."""
        raise NotImplementedError

    def delete_records(self, request: HttpRequest, records: QuerySet) -> None:
        """Delete records of which nothing follows; where something does, a service deletes them."""
        records.delete()

    def changeform_view(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        """The page of a record. What is sent is judged and written under the lock, and tried again once."""
        show = super().changeform_view
        if request.method != "POST":
            response: HttpResponse = show(request, *args, **options)
            return response

        @tried_again_after_deadlock
        def save() -> HttpResponse:
            with transaction.atomic():
                if self.lock is not None:
                    self.lock()
                saved: HttpResponse = show(request, *args, **options)
                return saved

        try:
            return save()
        except OperationalError as error:
            if not is_deadlock(error):
                raise
        text = _("Somebody else was changing the same at that moment. Nothing was saved: save it once more.")
        self.message_user(request, text, messages.ERROR)
        return redirect(request.get_full_path())

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm, change: bool) -> None:
        """Nothing yet: see `save_related`, which Django calls next."""

    def save_related(
        self, request: HttpRequest, form: ModelForm, formsets: Sequence[BaseInlineFormSet], change: bool
    ) -> None:
        theirs: list[str] = []
        if change:
            theirs += changed_by_others(form)
            take_what_others_changed(form)
        rows: defaultdict[type[Model], RowChanges] = defaultdict(RowChanges)
        for formset in formsets:
            for below in formset.initial_forms:
                if below.has_changed():
                    theirs += changed_by_others(below)
                    take_what_others_changed(below)
            rows[formset.form._meta.model] = RowChanges(formset.save(commit=False), formset.deleted_objects)
        self.save_record(request, form, rows)
        form.save_m2m()
        if theirs:
            text = _("Somebody else has changed this since you opened the page, and it was kept: %(fields)s.")
            self.message_user(request, text % {"fields": ", ".join(dict.fromkeys(theirs))}, messages.INFO)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self.delete_records(request, self.model._default_manager.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        self.delete_records(request, queryset)


class RecordInline(MergingAdmin, TabularInline):
    """Rows that are kept together with what they belong to; HR admins may delete them there."""

    extra = 0

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return keeps_records(request) or super().has_view_permission(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return keeps_records(request) or super().has_add_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return keeps_records(request) or super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return keeps_records(request) or super().has_delete_permission(request, obj)


class LookOnly:
    """Rows that are derived or only ever added to: nobody changes them by hand, superusers included."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class LookOnlyAdmin(LookOnly, RecordAdmin):
    """A list and a page a row, to look at."""


class LookOnlyInline(LookOnly, RecordInline):
    """Rows shown with what they belong to, to look at."""


def audit(model: type[Model], *, but: Sequence[str] = (), **options: Any) -> None:
    """Log who changed what in the model's own columns, `but` these; times of change say nothing themselves.

    Columns are named, because left alone the log would also read every one-to-one relation back to the row.
    """
    left_out = {*TIMES_OF_CHANGE, *but}
    columns = [field.name for field in model._meta.fields if field.name not in left_out]
    auditlog.register(model, include_fields=columns, **options)


@admin.register(IdempotencyKey)
class IdempotencyKeyAdmin(LookOnlyAdmin):
    list_display = ("client", "key", "status", "created_at")
    search_fields = ("client", "key")
    ordering = ("-created_at",)


@admin.register(ScheduledJob)
class ScheduledJobAdmin(LookOnlyAdmin):
    """When each job of the schedule last ran, how long it took, and what came of it."""

    list_display = ("name", "due_at", "started_at", "duration", "state", "attempts", "last_error")
    list_filter = ("outcome", ("due_at", admin.EmptyFieldListFilter))
    search_fields = ("name", "last_error")
    ordering = ("name",)
    actions = ("run_now",)

    @display(description=gettext_lazy("duration"), ordering="seconds")
    def duration(self, job: ScheduledJob) -> str:
        return "–" if job.seconds is None else _("%(seconds).1f s") % {"seconds": job.seconds}

    @display(description=gettext_lazy("outcome"), ordering="outcome")
    def state(self, job: ScheduledJob) -> str:
        if (
            job.outcome != ScheduledJob.Outcome.RUNNING
            or (job.taken_until or timezone.now()) > timezone.now()
        ):
            return job.get_outcome_display() or "–"
        return _("Stopped, is tried again")

    @action(description=gettext_lazy("Run now"))
    def run_now(self, request: HttpRequest, queryset: QuerySet) -> None:
        # What only notes when a sweep last ran is no job of the schedule.
        names = [job.name for job in queryset if job.name in settings.SCHEDULED_JOBS]
        count = ask_for_jobs(names=names, as_of=timezone.now())
        said = ngettext("%(count)s job starts in a moment.", "%(count)s jobs start in a moment.", count)
        self.message_user(request, said % {"count": count}, messages.SUCCESS)


@admin.register(Picture)
class PictureAdmin(LookOnlyAdmin):
    """Pictures that people have uploaded; what uses them shows them."""

    list_display = ("public_id", "media_type", "bytes", "width", "height", "uploaded_at")
    list_filter = ("media_type",)
    search_fields = ("public_id", "digest")
    ordering = ("-uploaded_at", "-pk")


@admin.register(StoredFile)
class StoredFileAdmin(LookOnlyAdmin):
    """Videos, documents and packages that were uploaded; the modules that use them show them."""

    list_display = ("public_id", "media_type", "bytes", "seconds", "uploaded_at")
    list_filter = ("media_type",)
    search_fields = ("public_id", "digest")
    ordering = ("-uploaded_at", "-pk")


@admin.register(Upload)
class UploadAdmin(LookOnlyAdmin):
    """Files on their way, and those that have arrived in the last days."""

    list_display = ("public_id", "owner", "name", "length", "offset", "touched_at")
    list_select_related = ("owner",)
    search_fields = ("public_id", "name")
    ordering = ("-touched_at", "-pk")


@admin.register(Tombstone)
class TombstoneAdmin(LookOnlyAdmin):
    """What was deleted that other systems may still know."""

    list_display = ("public_id", "deleted_at")
    search_fields = ("public_id",)
    ordering = ("-deleted_at",)


class SearchPassageInline(LookOnlyInline):
    model = SearchPassage
    fields = ("number", "place", "text")
    ordering = ("number",)


@admin.register(SearchSource)
class SearchSourceAdmin(LookOnlyAdmin):
    """What search finds, as it was read last."""

    list_display = ("title", "kind", "audience", "changed_at")
    list_filter = ("kind",)
    search_fields = ("title",)
    exclude = ("weights", "words")
    inlines = (SearchPassageInline,)
    ordering = ("-pk",)


@admin.register(StaleSource)
class StaleSourceAdmin(LookOnlyAdmin):
    """What search reads anew next."""

    list_display = ("kind", "source_id")
    ordering = ("pk",)


@admin.register(SearchChange)
class SearchChangeAdmin(LookOnlyAdmin):
    """What changed in the index, by which processes read it anew."""

    list_display = ("source_pk", "token")
    ordering = ("-pk",)


@admin.register(PassageVector)
class PassageVectorAdmin(LookOnlyAdmin):
    """Which passages have a vector, and of which model."""

    list_display = ("passage_id", "model")
    exclude = ("numbers",)
    ordering = ("-pk",)


@admin.register(EmbeddedUntil)
class EmbeddedUntilAdmin(LookOnlyAdmin):
    """How far a model has come."""

    list_display = ("model", "passage_pk")
    ordering = ("pk",)


@admin.register(Synonym)
class SynonymAdmin(LookOnlyAdmin):
    """Words that find others too; HR keeps them on the page of searches."""

    list_display = ("words", "means", "is_both_ways", "changed_at")
    search_fields = ("words", "means")
    ordering = ("words", "pk")


@admin.register(OpeningTime)
class OpeningTimeAdmin(LookOnlyAdmin):
    """How long finding took, by day, of nobody by name."""

    list_display = ("day", "seconds", "times")
    ordering = ("-day", "seconds")
