from django.urls import path

from lifow.notifications import views

app_name = "notifications"
urlpatterns = [
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/read/", views.read_all, name="read_all"),
    path("inbox/<str:message_id>/", views.open_message, name="open"),
    path("inbox/<str:message_id>/read/", views.read, name="read"),
    path("settings/", views.settings, name="settings"),
    path("settings/test/", views.send_test, name="send_test"),
    path("settings/email/", views.use_address_again, name="use_address_again"),
    path("unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
]
