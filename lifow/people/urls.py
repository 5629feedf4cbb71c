from django.urls import path

from lifow.people.accounts import views as accounts
from lifow.people.privacy import views as privacy

app_name = "people"
urlpatterns = [
    path("accounts/email/", accounts.email, name="email"),
    path("people/<str:person_id>/password-link/", accounts.password_link, name="password_link"),
    path("privacy/", privacy.own_data, name="own_data"),
    path("privacy/file/", privacy.own_data_file, name="own_data_file"),
    path("privacy/<str:person_id>/", privacy.person_data, name="person_data"),
    path("privacy/<str:person_id>/file/", privacy.person_data_file, name="person_data_file"),
]
