"""The address under which somebody's calendar program reads their learning, and what it shows."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from channels.calendar.choices import TimeOfDay
from lifow.base.fields import MomentField, PublicIdField
from lifow.base.models import Timestamped
from lifow.people.persons.models import Person


class CalendarFeed(Timestamped):
    """A person's calendar feed. Of the secret in its address only the hash is kept; the row goes as it ends.

    connected_at  when the address of now was made
    used_at       when a calendar program last read it, to the hour
    """

    public_id = PublicIdField(prefix="ics")
    person = models.OneToOneField(
        Person, on_delete=models.CASCADE, related_name="calendar_feed", verbose_name=_("person")
    )
    secret_hash = models.CharField(_("hash of the secret"), max_length=64, unique=True, editable=False)
    shows_learning = models.BooleanField(_("learning time"), default=True)
    shows_sessions = models.BooleanField(_("sessions with my mentor or learners"), default=True)
    shows_due_days = models.BooleanField(_("days on which something is due"), default=True)
    time_of_day = models.CharField(
        _("when in the day"), max_length=10, choices=TimeOfDay, default=TimeOfDay.START
    )
    is_busy = models.BooleanField(
        _("show learning time as busy"),
        default=False,
        help_text=_("Colleagues who look for a time to meet then see it as taken."),
    )
    connected_at = MomentField(_("connected at"))
    used_at = MomentField(_("last used at"), null=True, blank=True)

    class Meta:
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")

    def __str__(self) -> str:
        return self.public_id
