from django.urls import path

from channels.calendar import views as calendar
from channels.connections import views as connections

app_name = "channels"
urlpatterns = [
    path("settings/calendar/", calendar.calendar, name="calendar"),
    path("calendar/<str:secret>.ics", calendar.feed, name="calendar_feed"),
    path("settings/connections/", connections.connections, name="connections"),
    path("settings/connections/end/", connections.disconnect, name="disconnect"),
]
