from django.urls import path

from lifow.people.accounts import views as accounts

app_name = "people"
urlpatterns = [
    path("accounts/email/", accounts.email, name="email"),
    path("people/<str:person_id>/password-link/", accounts.password_link, name="password_link"),
]
