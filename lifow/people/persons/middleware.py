"""Shows each person their own time."""

from django.utils import timezone

from lifow.base.days import zone_of


class TimezoneMiddleware:
    """Renders dates and times in the zone of the person who is signed in, in UTC for others."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.user.is_authenticated:
            return self.get_response(request)
        with timezone.override(zone_of(request.user.timezone)):
            return self.get_response(request)
