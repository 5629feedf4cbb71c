from django.urls import path

from lifow.web.styleguide import styleguide
from lifow.web.views import account, health, learner, organisation, people, search, team

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
    path("team/", team.team, name="team"),
    path("team/ratings/", team.ratings, name="ratings"),
    path("organisation/", organisation.organisation, name="organisation"),
    path("organisation/map/", organisation.organisation_map, name="organisation_map"),
    path("organisation/skills/<str:skill_id>/", organisation.organisation_skill, name="organisation_skill"),
    path("organisation/content/", organisation.missing_content, name="missing_content"),
    path("search/", search.search, name="search"),
    path("styleguide/", styleguide, name="styleguide"),
    path("accounts/email/", account.email, name="email"),
    path("healthz", health.healthz, name="healthz"),
]
