"""People, org units, employments and external ids in the admin."""

from django.contrib import admin
from django.db.models import Exists, OuterRef, Prefetch
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action, display

from lifow.base.admin import LookOnlyAdmin, RecordInline, ServiceAdmin, audit, keeps_records, names_of
from lifow.people.persons.forms import (
    EmploymentForm,
    EmploymentFormSet,
    ExternalIdForm,
    ExternalIdFormSet,
    OrgUnitForm,
)
from lifow.people.persons.models import CurrentLeave, Employment, ExternalId, OrgUnit, Person
from lifow.people.persons.services import (
    delete_employments,
    delete_external_ids,
    delete_org_units,
    keep_records,
    save_employment,
    save_external_id,
    save_org_unit,
    save_person,
)

ONLY_SUPERUSERS_GIVE = ("is_staff", "is_superuser", "groups")


class LeaveFilter(admin.SimpleListFilter):
    """Who is on leave today, where they are."""

    title = _("leave")
    parameter_name = "leave"

    def lookups(self, request, model_admin):
        return [("on", _("On leave")), ("off", _("Not on leave"))]

    def queryset(self, request, queryset):
        now = timezone.now()
        if self.value() == "on":
            return queryset.on_leave(now)
        return queryset.not_on_leave(now) if self.value() == "off" else queryset


class EmploymentInline(RecordInline):
    model = Employment
    formset = EmploymentFormSet
    fk_name = "person"
    fields = ("job_title", "job_code", "org_unit", "manager", "status", "starts_on", "ends_on")
    autocomplete_fields = ("org_unit", "manager")
    ordering = ("-starts_on",)


class ExternalIdInline(RecordInline):
    model = ExternalId
    formset = ExternalIdFormSet
    fields = ("source", "value")


@admin.register(CurrentLeave)
class CurrentLeaveAdmin(LookOnlyAdmin):
    """Of whose leave others were told, and since when."""

    list_display = ("person", "told_at")
    list_select_related = ("person",)
    search_fields = names_of("person")
    ordering = ("-told_at", "pk")


@admin.register(Person)
class PersonAdmin(ServiceAdmin):
    """People as HR keeps them. Nobody sets a password here: people choose theirs by a link."""

    lock = staticmethod(keep_records)
    list_display = ("name", "email", "job", "org_unit", "leave", "is_active", "is_author", "is_hr_admin")
    list_filter = (LeaveFilter, "is_active", "is_author", "is_hr_admin", "is_staff")
    search_fields = ("given_name", "family_name", "email", "external_ids__value")
    ordering = ("family_name", "given_name", "pk")
    readonly_fields = ("public_id", "has_password", "last_login")
    autocomplete_fields = ("groups",)
    inlines = (EmploymentInline, ExternalIdInline)
    actions_detail = ("send_password_link", "merge", "kept_data", "erase")
    fieldsets = (
        (None, {"fields": ("given_name", "family_name", "email", "public_id", "has_password", "last_login")}),
        (
            _("Working hours"),
            {"fields": ("timezone", "work_starts_at", "work_ends_at", "workdays", "languages")},
        ),
        (
            _("What the person may do"),
            {"fields": ("is_active", "is_author", "is_hr_admin", *ONLY_SUPERUSERS_GIVE)},
        ),
    )
    add_fieldsets = ((None, {"fields": ("email", "given_name", "family_name")}),)

    def get_queryset(self, request):
        current = Employment.objects.current().select_related("org_unit")
        current_row = Prefetch("employments", queryset=current, to_attr="current_employments")
        leave = Employment.objects.on_leave(timezone.now()).filter(person=OuterRef("pk"))
        people = super().get_queryset(request).filter(merged_into=None).prefetch_related(current_row)
        return people.annotate(is_on_leave=Exists(leave))

    def change_view(self, request, object_id, *args, **kwargs):
        """The person's page; that of a merged record leads to the kept person."""
        if str(object_id).isdecimal():
            merged = Person.objects.filter(pk=object_id, merged_into__isnull=False).first()
            if merged is not None:
                said = _("%(record)s (%(id)s) is merged into this one.")
                self.message_user(request, said % {"record": merged, "id": merged.public_id})
                return redirect("admin:people_person_change", merged.merged_into_id)
        return super().change_view(request, object_id, *args, **kwargs)

    def get_fieldsets(self, request, obj=None):
        return self.add_fieldsets if obj is None else super().get_fieldsets(request, obj)

    def lookup_allowed(self, lookup, value, request=None):
        """Nobody finds out about a password by asking which people's begins with what."""
        return not lookup.startswith("password") and super().lookup_allowed(lookup, value, request)

    @action(description=_("Send a link to a new password"), url_path="password-link", permissions=["link"])
    def send_password_link(self, request, object_id):
        return redirect("people:password_link", Person.objects.get(pk=object_id).public_id)

    def has_link_permission(self, request, object_id=None):
        person = Person.objects.filter(pk=object_id).first()
        return person is not None and request.user.has_perm("people.send_password_link", person)

    @action(description=_("Merge with another record"), url_path="merge", permissions=["merge"])
    def merge(self, request, object_id):
        return redirect(f"{reverse('admin:people_personmerge_add')}?kept={object_id}")

    @action(description=_("What is kept about this person"), url_path="kept-data", permissions=["merge"])
    def kept_data(self, request, object_id):
        person = get_object_or_404(Person, pk=object_id)
        return redirect("people:person_data", person_id=person.public_id)

    @action(description=_("Erase this person"), url_path="erase", permissions=["merge"])
    def erase(self, request, object_id):
        return redirect(f"{reverse('admin:people_erasure_ask')}?person={object_id}")

    def has_merge_permission(self, request, object_id=None):
        return keeps_records(request)

    def get_readonly_fields(self, request, obj=None):
        given = () if request.user.is_superuser else ONLY_SUPERUSERS_GIVE
        return (*super().get_readonly_fields(request, obj), *given)

    def has_change_permission(self, request, obj=None):
        """Whoever is no superuser cannot take a superuser's account over."""
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        """Nobody: people are erased, which takes two HR admins and leaves a record."""
        return False

    def save_record(self, request, form, rows):
        save_person(
            person=form.instance,
            employments=rows[Employment],
            external_ids=rows[ExternalId],
            groups=form.cleaned_data.get("groups"),
            by=request.user,
            saved_at=timezone.now(),
        )

    @display(description=_("name"), ordering="family_name")
    def name(self, person: Person) -> str:
        return person.get_full_name()

    @display(description=_("has a password"), boolean=True)
    def has_password(self, person: Person) -> bool:
        return person.has_usable_password()

    @display(description=_("job title"))
    def job(self, person) -> str:
        return ", ".join(row.job_title for row in person.current_employments) or "–"

    @display(description=_("on leave"), boolean=True)
    def leave(self, person) -> bool:
        return person.is_on_leave

    @display(description=_("org unit"))
    def org_unit(self, person) -> str:
        return ", ".join(row.org_unit.name for row in person.current_employments) or "–"


@admin.register(OrgUnit)
class OrgUnitAdmin(ServiceAdmin):
    lock = staticmethod(keep_records)
    form = OrgUnitForm
    list_display = ("name", "key", "parent", "closed_on")
    list_select_related = ("parent",)
    list_filter = (("closed_on", admin.EmptyFieldListFilter),)
    search_fields = ("name", "key")
    ordering = ("key",)
    autocomplete_fields = ("parent",)
    readonly_fields = ("public_id",)
    inlines = (ExternalIdInline,)

    def save_record(self, request, form, rows):
        save_org_unit(unit=form.instance, external_ids=rows[ExternalId], saved_at=timezone.now())

    def delete_records(self, request, records):
        delete_org_units(units=records, deleted_at=timezone.now())


@admin.register(Employment)
class EmploymentAdmin(ServiceAdmin):
    lock = staticmethod(keep_records)
    form = EmploymentForm
    list_display = (
        "person",
        "job_title",
        "job_code",
        "org_unit",
        "manager",
        "status",
        "source",
        "starts_on",
        "ends_on",
    )
    list_select_related = ("person", "org_unit", "manager")
    list_filter = ("status", "source", ("ends_on", admin.EmptyFieldListFilter))
    search_fields = ("person__given_name", "person__family_name", "person__email", "job_title", "job_code")
    ordering = ("person__family_name", "person__given_name", "-starts_on")
    autocomplete_fields = ("person", "org_unit", "manager")
    readonly_fields = ("public_id",)

    def save_record(self, request, form, rows):
        save_employment(employment=form.instance, saved_at=timezone.now())

    def delete_records(self, request, records):
        delete_employments(employments=records, deleted_at=timezone.now())


@admin.register(ExternalId)
class ExternalIdAdmin(ServiceAdmin):
    lock = staticmethod(keep_records)
    form = ExternalIdForm
    list_display = ("source", "value", "person", "org_unit")
    list_select_related = ("person", "org_unit")
    list_filter = ("source",)
    search_fields = ("value", "person__given_name", "person__family_name", "org_unit__name")
    ordering = ("source", "value")
    autocomplete_fields = ("person", "org_unit")

    def save_record(self, request, form, rows):
        save_external_id(external_id=form.instance, saved_at=timezone.now())

    def delete_records(self, request, records):
        delete_external_ids(external_ids=records, deleted_at=timezone.now())


audit(Person, but=["password", "last_login"])
audit(OrgUnit)
audit(Employment)
audit(ExternalId)
