from django.urls import path

from demo import views
from demo.slack import views as slack

app_name = "demo"
urlpatterns = [
    path("outbox/", views.outbox, name="outbox"),
    path("outbox/<str:mail_id>/", views.mail, name="mail"),
    path("outbox/<str:mail_id>/html/", views.mail_html, name="mail_html"),
    path("slack/", slack.slack, name="slack"),
    path("slack/play/", slack.play, name="slack_play"),
    path("slack/api/<str:method>", slack.api, name="slack_api"),
    path("slack/api/response/<str:user>", slack.response, name="slack_response"),
]
