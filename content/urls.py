from django.urls import path

from content.authoring import versions
from content.authoring import views as authoring
from content.catalogue import views as catalogue
from content.planning import views as planning

app_name = "content"
urlpatterns = [
    path("modules/", catalogue.modules, name="modules"),
    path("modules/<str:module_id>/", planning.module, name="module"),
    path("modules/<str:module_id>/start/", planning.start, name="start"),
    path("modules/<str:module_id>/complete/", planning.complete, name="complete"),
    path("modules/<str:module_id>/pause/", planning.pause, name="pause"),
    path("plan/minutes/", planning.learning_time, name="learning_time"),
    path("authoring/", authoring.authoring, name="authoring"),
    path("authoring/new/", authoring.new, name="new"),
    path("authoring/<str:module_id>/", authoring.edit, name="edit"),
    path("authoring/<str:module_id>/draft/", versions.draft, name="draft"),
    path("authoring/<str:module_id>/discard/", versions.discard, name="discard"),
    path("authoring/<str:module_id>/versions/", versions.versions, name="versions"),
    path("authoring/<str:module_id>/versions/<str:module_version_id>/", versions.version, name="version"),
    path(
        "authoring/<str:module_id>/versions/<str:module_version_id>/restore/",
        versions.restore,
        name="restore",
    ),
    path("authoring/<str:module_id>/publish/", authoring.publish, name="publish"),
    path("authoring/<str:module_id>/retire/", authoring.retire, name="retire"),
]
