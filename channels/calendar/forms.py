"""What somebody's calendar feed shows."""

from django import forms

from channels.calendar.models import CalendarFeed


class CalendarForm(forms.ModelForm):
    class Meta:
        model = CalendarFeed
        fields = ("shows_learning", "shows_sessions", "shows_due_days", "time_of_day", "is_busy")
        widgets = {"time_of_day": forms.RadioSelect}

    @property
    def shown(self) -> list[forms.BoundField]:
        """The switches for what is shown."""
        return [self[name] for name in self.fields if name.startswith("shows_")]
