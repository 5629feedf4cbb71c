from django.urls import path

from assessments.testing.bank import views as bank
from assessments.testing.calibration import views as calibration
from assessments.testing.interchange import views as interchange
from assessments.testing.sittings import views as sittings

app_name = "assessments"
urlpatterns = [
    path("test-questions/", bank.questions, name="questions"),
    path("test-questions/new/", bank.new, name="new_question"),
    path("test-questions/health/", calibration.question_health, name="question_health"),
    path("test-questions/calibrations/", calibration.calibrations, name="calibrations"),
    path("test-questions/calibrations/of/<str:skill_id>/", calibration.calibrate, name="calibrate"),
    path("test-questions/calibrations/<str:calibration_id>/", calibration.calibration, name="calibration"),
    path("test-questions/import/", interchange.imports, name="item_imports"),
    path("test-questions/import/<str:import_id>/", interchange.item_import, name="item_import"),
    path("test-questions/import/<str:import_id>/remarks/", interchange.import_remarks, name="import_remarks"),
    path("test-questions/export/", interchange.export, name="export_items"),
    path("test-questions/review/<str:version_id>/", bank.review, name="review"),
    path("test-questions/<str:item_id>/", bank.question, name="question"),
    path("test-questions/<str:question_id>/health/", calibration.item_health, name="item_health"),
    path("test-questions/<str:item_id>/try/", bank.try_question, name="try_question"),
    path("test-questions/<str:item_id>/edit/", bank.edit, name="edit_question"),
    path("test-questions/<str:item_id>/about/", bank.change, name="change_question"),
    path("test-questions/<str:item_id>/submit/", bank.submit, name="submit_question"),
    path("test-questions/<str:item_id>/take-back/", bank.take_back, name="take_back_question"),
    path("test-questions/<str:item_id>/retire/", bank.retire, name="retire_question"),
    path("test-questions/<str:item_id>/unretire/", bank.unretire, name="unretire_question"),
    path("test-questions/<str:item_id>/delete/", bank.discard, name="discard_question"),
    path("test-forms/", sittings.tests, name="tests"),
    path("test-forms/new/", sittings.new_test, name="new_test"),
    path("test-forms/<str:form_id>/", sittings.edit_test, name="edit_test"),
    path("test-forms/<str:form_id>/publish/", sittings.publish_test, name="publish_test"),
    path("test-forms/<str:form_id>/retire/", sittings.retire_test, name="retire_test"),
    path("test-forms/<str:form_id>/delete/", sittings.delete_test, name="delete_test"),
    path("test-forms/<str:form_id>/results/", sittings.test_results, name="test_results"),
    path("people/<str:person_id>/extra-time/", sittings.extra_time, name="extra_time"),
    path("certificates/<str:certificate_id>/", sittings.certificate, name="certificate"),
]
