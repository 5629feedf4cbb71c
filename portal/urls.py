from django.conf import settings
from django.urls import path

from portal.asking import helping, policy, reading
from portal.asking import views as asking
from portal.evidence import views as evidence
from portal.home import views as home
from portal.method import views as method
from portal.organisation import views as organisation
from portal.people import colleagues, mentors
from portal.people import views as people
from portal.raters import views as raters
from portal.ratings import views as ratings
from portal.requests import views as requests
from portal.search import kept
from portal.search import views as search
from portal.sittings import views as sittings
from portal.skills import views as skills
from portal.team import views as team

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("start/", home.start, name="start"),
    path("skills/", skills.skills, name="skills"),
    path("skills/<str:skill_id>/", skills.skill, name="skill"),
    path("skills/<str:skill_id>/rate/", skills.rate, name="rate"),
    path("people/<str:person_id>/", people.person, name="person"),
    path("people/<str:person_id>/skills/<str:skill_id>/", people.person_skill, name="person_skill"),
    path("people/<str:person_id>/skills/<str:skill_id>/rate/", ratings.rate_person, name="rate_person"),
    path("people/<str:person_id>/skills/<str:skill_id>/decline/", ratings.decline, name="decline_rating"),
    path("evidence/<str:evidence_id>/", evidence.evidence, name="evidence"),
    path("mentors/<str:mentor_id>/", mentors.mentor, name="mentor"),
    path("colleagues/<str:colleague_id>/", colleagues.colleague, name="colleague"),
    path("found-for/", colleagues.choose, name="found_for"),
    path("team/", team.team, name="team"),
    path("team/ratings/", ratings.ratings, name="ratings"),
    path("ratings/ask/", requests.ask, name="ask_ratings"),
    path("ratings/asked/", requests.asked, name="asked_ratings"),
    path("ratings/asked/<str:batch_id>/", requests.batch, name="asked_batch"),
    path("ratings/asked/<str:batch_id>/withdraw/", requests.withdraw, name="withdraw_ratings"),
    path("organisation/", organisation.organisation, name="organisation"),
    path("organisation/map/", organisation.organisation_map, name="organisation_map"),
    path("organisation/learning/", organisation.organisation_learning, name="organisation_learning"),
    path("organisation/skills/<str:skill_id>/", organisation.organisation_skill, name="organisation_skill"),
    path("organisation/content/", organisation.missing_content, name="missing_content"),
    path("organisation/calibration/", organisation.calibration, name="calibration"),
    path("how-levels-are-worked-out/", method.method, name="method"),
    path("organisation/raters/", raters.raters, name="raters"),
    path("organisation/raters/estimate/", raters.estimate_raters, name="estimate_raters"),
    path("organisation/raters/<str:person_id>/", raters.rater, name="rater"),
    path("ratings/compared/", raters.ratings_compared, name="ratings_compared"),
    path("ask/similar/", asking.similar, name="ask_similar"),
    path("ask/link/<str:link_key>/", asking.private_link, name="private_link"),
    path("ask/now/", helping.help_now, name="help_now"),
    path("questions/", reading.questions, name="questions"),
    path("questions/<str:asked_id>/", reading.question, name="question"),
    path("help/<str:help_id>/close/", helping.close_help, name="close_help"),
    path("organisation/asking/", policy.policy, name="asking_policy"),
    path("search/", search.search, name="search"),
    path("search/answer/", search.answer, name="search_answer"),
    path("search/call/", search.call, name="search_call"),
    path("search/opened/", search.opened, name="search_opened"),
    path("search/left/", search.left, name="search_left"),
    path("search/failed/", search.failed, name="search_failed"),
    path("search/kept/", kept.searches, name="searches"),
    path("search/kept/remove/", kept.remove, name="remove_synonym"),
    path("tests/", sittings.tests, name="tests"),
    path("tests/<str:form_id>/", sittings.test, name="test"),
    path("quick-check/", sittings.quick_check, name="quick_check"),
    path("sittings/<str:sitting_id>/", sittings.sitting, name="sitting"),
    path("sittings/<str:sitting_id>/end/", sittings.end, name="end_sitting"),
    path("sittings/<str:sitting_id>/result/", sittings.result, name="sitting_result"),
    path("sittings/<str:sitting_id>/<int:number>/", sittings.question, name="sitting_question"),
]

if settings.DEMO:
    from portal.styleguide.views import styleguide

    urlpatterns.append(path("styleguide/", styleguide, name="styleguide"))
