"""Events and their deliveries in the admin, to look at, and to try again what was set aside."""

from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.decorators import action, display

from lifow.base.admin import LookOnlyAdmin, LookOnlyInline
from lifow.base.jobs import start_soon
from lifow.events.models import Delivery, Event
from lifow.events.services import retry_deliveries


class DeliveryInline(LookOnlyInline):
    model = Delivery
    fields = ("subscription", "attempts", "attempted_at", "delivered_at", "set_aside_at", "last_error")
    ordering = ("pk",)


@admin.register(Event)
class EventAdmin(LookOnlyAdmin):
    list_display = ("type", "payload", "occurred_at")
    search_fields = ("type",)
    ordering = ("-pk",)
    inlines = (DeliveryInline,)


@admin.register(Delivery)
class DeliveryAdmin(LookOnlyAdmin):
    """Who still waits for an event, and for whom it was set aside and why."""

    list_display = (
        "event_type",
        "subscription",
        "attempts",
        "attempted_at",
        "delivered_at",
        "set_aside_at",
        "last_error",
    )
    list_select_related = ("event",)
    list_filter = (
        ("set_aside_at", admin.EmptyFieldListFilter),
        ("delivered_at", admin.EmptyFieldListFilter),
    )
    search_fields = ("subscription", "last_error")
    ordering = ("-pk",)
    actions = ("try_again",)

    @display(description=_("event"))
    def event_type(self, delivery: Delivery) -> str:
        return str(delivery.event)

    @action(description=_("Try again"))
    def try_again(self, request, queryset):
        count = retry_deliveries(delivery_ids=list(queryset.values_list("pk", flat=True)))
        start_soon("lifow.events.tasks.deliver_events")
        said = ngettext("%(count)s delivery is tried again.", "%(count)s deliveries are tried again.", count)
        self.message_user(request, said % {"count": count}, messages.SUCCESS)
