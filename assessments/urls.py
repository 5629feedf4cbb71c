from django.urls import path

from assessments.testing.bank import views as bank
from assessments.testing.calibration import views as calibration

app_name = "assessments"
urlpatterns = [
    path("test-questions/", bank.questions, name="questions"),
    path("test-questions/new/", bank.new, name="new_question"),
    path("test-questions/health/", calibration.question_health, name="question_health"),
    path("test-questions/calibrations/", calibration.calibrations, name="calibrations"),
    path("test-questions/calibrations/of/<str:skill_id>/", calibration.calibrate, name="calibrate"),
    path("test-questions/calibrations/<str:calibration_id>/", calibration.calibration, name="calibration"),
    path("test-questions/review/<str:version_id>/", bank.review, name="review"),
    path("test-questions/<str:item_id>/", bank.question, name="question"),
    path("test-questions/<str:question_id>/health/", calibration.item_health, name="item_health"),
    path("test-questions/<str:item_id>/edit/", bank.edit, name="edit_question"),
    path("test-questions/<str:item_id>/submit/", bank.submit, name="submit_question"),
    path("test-questions/<str:item_id>/take-back/", bank.take_back, name="take_back_question"),
    path("test-questions/<str:item_id>/retire/", bank.retire, name="retire_question"),
    path("test-questions/<str:item_id>/unretire/", bank.unretire, name="unretire_question"),
    path("test-questions/<str:item_id>/delete/", bank.discard, name="discard_question"),
]
