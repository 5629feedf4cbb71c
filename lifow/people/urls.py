from django.urls import path

from lifow.people.accounts import views as accounts

app_name = "people"
urlpatterns = [
    path("accounts/email/", accounts.email, name="email"),
]
