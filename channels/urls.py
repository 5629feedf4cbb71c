from django.urls import include, path

from channels.assistant import oauth_views as oauth
from channels.assistant.server import server
from channels.calendar import views as calendar
from channels.connections import views as connections
from channels.digest import views as digest
from channels.figures import views as figures
from channels.overview import views as overview
from channels.push import views as push

channels = [
    path("settings/calendar/", calendar.calendar, name="calendar"),
    path("calendar/<str:secret>.ics", calendar.feed, name="calendar_feed"),
    path("settings/digest/", digest.digest, name="digest"),
    path("digest/<str:digest_token>/", digest.digest_act, name="digest_act"),
    path("settings/connections/", connections.connections, name="connections"),
    path("settings/connections/end/", connections.disconnect, name="disconnect"),
    path("settings/connections/device/", push.this_device, name="this_device"),
    path("settings/connections/device/on/", push.subscribe, name="subscribe_device"),
    path("organisation/channels/", overview.overview, name="overview"),
    path("organisation/channels/test/", overview.try_now, name="try_connection"),
    path("organisation/outcomes/", figures.outcomes, name="outcomes"),
    path("organisation/outcomes.csv", figures.outcomes_csv, name="outcomes_csv"),
    path("organisation/outcomes.pdf", figures.outcomes_pdf, name="outcomes_pdf"),
    path("manifest.webmanifest", push.manifest, name="manifest"),
    path("service-worker.js", push.service_worker, name="service_worker"),
    path("offline/", push.offline, name="offline"),
    path("assistant/mcp", server, name="mcp"),
    path(
        ".well-known/oauth-authorization-server/<path:issuer>", oauth.server_metadata, name="server_metadata"
    ),
    path(
        ".well-known/oauth-protected-resource/assistant/mcp",
        oauth.resource_metadata,
        name="resource_metadata",
    ),
]
urlpatterns = [
    path("", include((channels, "channels"))),
    path("assistant/oauth/", include("channels.assistant.oauth_urls")),
]
