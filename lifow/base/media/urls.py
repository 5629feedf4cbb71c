from django.urls import path

from lifow.base.media import views

urlpatterns = [path("pictures/<str:picture_id>/", views.picture, name="picture")]
