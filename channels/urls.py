from django.urls import path

from channels.connections import views as connections
from channels.push import views as push

app_name = "channels"
urlpatterns = [
    path("settings/connections/", connections.connections, name="connections"),
    path("settings/connections/end/", connections.disconnect, name="disconnect"),
    path("settings/connections/device/", push.this_device, name="this_device"),
    path("settings/connections/device/on/", push.subscribe, name="subscribe_device"),
    path("manifest.webmanifest", push.manifest, name="manifest"),
    path("service-worker.js", push.service_worker, name="service_worker"),
    path("offline/", push.offline, name="offline"),
]
