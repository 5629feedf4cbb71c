from django.urls import path

from assessments.testing.bank import views as bank

app_name = "assessments"
urlpatterns = [
    path("test-questions/", bank.questions, name="questions"),
    path("test-questions/new/", bank.new, name="new_question"),
    path("test-questions/review/<str:version_id>/", bank.review, name="review"),
    path("test-questions/<str:item_id>/", bank.question, name="question"),
    path("test-questions/<str:item_id>/edit/", bank.edit, name="edit_question"),
    path("test-questions/<str:item_id>/submit/", bank.submit, name="submit_question"),
    path("test-questions/<str:item_id>/take-back/", bank.take_back, name="take_back_question"),
    path("test-questions/<str:item_id>/retire/", bank.retire, name="retire_question"),
    path("test-questions/<str:item_id>/unretire/", bank.unretire, name="unretire_question"),
    path("test-questions/<str:item_id>/delete/", bank.discard, name="discard_question"),
]
