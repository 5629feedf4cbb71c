from django.urls import path

from channels.connections import views as connections

app_name = "channels"
urlpatterns = [
    path("settings/connections/", connections.connections, name="connections"),
    path("settings/connections/end/", connections.disconnect, name="disconnect"),
]
