from django.urls import path

from lifow.web.styleguide import styleguide
from lifow.web.views import health, learner, people, search

app_name = "web"
urlpatterns = [
    path("", learner.home, name="home"),
    path("start/", learner.start, name="start"),
    path("skills/", learner.skills, name="skills"),
    path("skills/<str:skill_id>/", learner.skill, name="skill"),
    path("skills/<str:skill_id>/rate/", learner.rate, name="rate"),
    path("people/<str:person_id>/", people.person, name="person"),
    path("people/<str:person_id>/skills/<str:skill_id>/", people.person_skill, name="person_skill"),
    path("people/<str:person_id>/skills/<str:skill_id>/rate/", people.rate_person, name="rate_person"),
    path("search/", search.search, name="search"),
    path("styleguide/", styleguide, name="styleguide"),
    path("healthz", health.healthz, name="healthz"),
]
