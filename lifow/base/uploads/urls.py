from django.urls import path

from lifow.base.uploads import views

app_name = "uploads"
urlpatterns = [
    path("uploads/", views.uploads, name="uploads"),
    path("uploads/<str:upload_id>/", views.upload, name="upload"),
]
