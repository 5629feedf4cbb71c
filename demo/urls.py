from django.urls import path

from demo import views

app_name = "demo"
urlpatterns = [
    path("outbox/", views.outbox, name="outbox"),
    path("outbox/<str:mail_id>/", views.mail, name="mail"),
    path("outbox/<str:mail_id>/html/", views.mail_html, name="mail_html"),
]
