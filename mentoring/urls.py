from django.urls import path

from mentoring.help import views as helping
from mentoring.home.views import home, offer, pairings
from mentoring.matching import views as matching
from mentoring.sessions import views as sessions
from mentoring.tasks import views as tasks

app_name = "mentoring"
urlpatterns = [
    path("mentoring/", home.mentoring, name="mentoring"),
    path("mentoring/offer/", offer.offer, name="offer"),
    path("mentoring/programme/", matching.programme, name="programme"),
    path("mentoring/pairings/<str:pairing_id>/", pairings.pairing, name="pairing"),
    path("mentoring/pairings/<str:pairing_id>/ask/", pairings.ask, name="ask"),
    path("mentoring/pairings/<str:pairing_id>/withdraw/", pairings.withdraw, name="withdraw"),
    path("mentoring/pairings/<str:pairing_id>/accept/", pairings.accept, name="accept"),
    path("mentoring/pairings/<str:pairing_id>/decline/", pairings.decline, name="decline"),
    path("mentoring/pairings/<str:pairing_id>/begin/", pairings.begin, name="begin"),
    path("mentoring/pairings/<str:pairing_id>/complete/", pairings.complete, name="complete"),
    path("mentoring/pairings/<str:pairing_id>/end/", pairings.end, name="end"),
    path("mentoring/pairings/<str:pairing_id>/release/", pairings.release, name="release"),
    path("mentoring/pairings/<str:pairing_id>/tasks/new/", tasks.task_new, name="task_new"),
    path(
        "mentoring/pairings/<str:pairing_id>/sessions/new/",
        sessions.propose,
        name="session_propose",
    ),
    path("mentoring/sessions/<str:session_id>/pick/", sessions.pick, name="session_pick"),
    path("mentoring/sessions/<str:session_id>/keep/", sessions.keep, name="session_keep"),
    path("mentoring/sessions/<str:session_id>/cancel/", sessions.cancel, name="session_cancel"),
    path("mentoring/sessions/<str:session_id>/held/", sessions.held, name="session_held"),
    path("help/", helping.requests, name="help_requests"),
    path("help/<str:help_id>/", helping.help_page, name="help"),
    path("help/<str:help_id>/conversation/", helping.conversation, name="help_conversation"),
    path("help/<str:help_id>/act/", helping.act, name="help_act"),
    path("mentoring/tasks/<str:task_id>/", tasks.task, name="task"),
    path("mentoring/tasks/<str:task_id>/feedback/", tasks.feedback, name="feedback"),
]
