"""Messages on their way in the admin: what was sent, what was not and why, and addresses that fail."""

from django.contrib import admin, messages
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.decorators import action

from lifow.base.admin import LookOnlyAdmin, audit
from lifow.notifications.models import (
    Bounce,
    Dispatch,
    KindPreference,
    Message,
    PausedAddress,
    Preferences,
)
from lifow.notifications.services import resume_address, try_again

PERSON = ("person__given_name", "person__family_name", "person__email")
RECEIVER = ("receiver__given_name", "receiver__family_name", "receiver__email")


@admin.register(Message)
class MessageAdmin(LookOnlyAdmin):
    """Whom lifow told what kind of thing, by ids: the words are made when somebody reads them."""

    list_display = ("public_id", "kind", "receiver", "created_at", "read_at", "done_at")
    list_select_related = ("receiver",)
    list_filter = ("is_act", ("done_at", admin.EmptyFieldListFilter))
    search_fields = ("public_id", "kind", *RECEIVER)
    ordering = ("-created_at",)


@admin.register(Dispatch)
class DispatchAdmin(LookOnlyAdmin):
    """Each message on each way. What was set aside says why, and can be tried again."""

    list_display = ("message", "receiver", "way", "state", "due_at", "sent_at", "attempts", "last_error")
    list_select_related = ("message", "receiver")
    list_filter = ("state", "way")
    search_fields = ("delivery_id", "message__public_id", *RECEIVER)
    ordering = ("-due_at",)
    actions = ("send_again",)

    @action(description=_("Try again"))
    def send_again(self, request, queryset):
        count = try_again(dispatch_ids=list(queryset.values_list("pk", flat=True)), as_of=timezone.now())
        said = ngettext("%(count)s message is tried again.", "%(count)s messages are tried again.", count)
        messages.success(request, said % {"count": count})


@admin.register(Bounce)
class BounceAdmin(LookOnlyAdmin):
    """Mails that came back, and what the other side said."""

    list_display = ("address", "person", "is_permanent", "reason", "occurred_at")
    list_select_related = ("person",)
    list_filter = ("is_permanent",)
    search_fields = ("address", *PERSON)
    ordering = ("-occurred_at",)


@admin.register(PausedAddress)
class PausedAddressAdmin(LookOnlyAdmin):
    """Whom email no longer reaches. Correct the person's address, or use this one again."""

    list_display = ("address", "person", "reason", "paused_at")
    list_select_related = ("person",)
    search_fields = ("address", *PERSON)
    ordering = ("-paused_at",)
    actions = ("use_again",)

    @action(description=_("Use the address again"))
    def use_again(self, request, queryset):
        now = timezone.now()
        count = sum(resume_address(person=one.person, as_of=now) for one in queryset)
        said = ngettext("%(count)s address is used again.", "%(count)s addresses are used again.", count)
        messages.success(request, said % {"count": count})


@admin.register(Preferences)
class PreferencesAdmin(LookOnlyAdmin):
    """How people want to be told; they choose themselves."""

    list_display = ("person", "collecting", "updated_at")
    list_select_related = ("person",)
    list_filter = ("collecting",)
    search_fields = PERSON
    ordering = ("-updated_at",)


@admin.register(KindPreference)
class KindPreferenceAdmin(LookOnlyAdmin):
    """Kinds that people have switched on or off, against the default."""

    list_display = ("person", "kind", "way", "is_on")
    list_select_related = ("person",)
    list_filter = ("kind", "way", "is_on")
    search_fields = ("kind", *PERSON)
    ordering = ("kind", "way", "person")


audit(PausedAddress)
