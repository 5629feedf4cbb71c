from django.urls import path

from lifow.base.media import views

app_name = "media"
urlpatterns = [path("pictures/<str:picture_id>/", views.picture, name="picture")]
