from django.urls import path

from content.views import authoring, catalogue, learning

app_name = "content"
urlpatterns = [
    path("modules/", catalogue.modules, name="modules"),
    path("modules/<str:module_id>/", learning.module, name="module"),
    path("modules/<str:module_id>/start/", learning.start, name="start"),
    path("modules/<str:module_id>/complete/", learning.complete, name="complete"),
    path("plan/minutes/", learning.learning_time, name="learning_time"),
    path("authoring/", authoring.authoring, name="authoring"),
    path("authoring/new/", authoring.new, name="new"),
    path("authoring/<str:module_id>/", authoring.edit, name="edit"),
    path("authoring/<str:module_id>/publish/", authoring.publish, name="publish"),
    path("authoring/<str:module_id>/retire/", authoring.retire, name="retire"),
]
