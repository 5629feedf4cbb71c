from django.urls import path

from content.answers import reviewing as answer_reviews
from content.answers import views as answers
from content.assignments import changing as changing_assignments
from content.assignments import stretch
from content.assignments import views as assignments
from content.authoring import (
    bulk,
    captions,
    folders,
    pages,
    pictures,
    replaced,
    reviewing,
    schedule,
    versions,
)
from content.authoring import views as authoring
from content.bookmarks import views as bookmarks
from content.debt import views as debt
from content.debt import wishing
from content.discovery import views as catalogue
from content.facets import views as facets
from content.figures import views as figures
from content.kinds.checklist import views as checklists
from content.kinds.document import views as documents
from content.kinds.quiz import views as quizzes
from content.kinds.scorm import views as packages
from content.kinds.template import importing
from content.kinds.template import views as templates
from content.kinds.update import views as updates
from content.kinds.video import views as video
from content.kinds.walkthrough import views as walkthroughs
from content.planning import putting_off
from content.planning import views as planning
from content.refreshers import views as refreshers
from content.votes import views as votes

app_name = "content"
urlpatterns = [
    path("modules/", catalogue.modules, name="modules"),
    path("modules/<str:module_id>/", planning.module, name="module"),
    path("modules/<str:module_id>/start/", planning.start, name="start"),
    path("modules/<str:module_id>/learned/", planning.learned, name="learned"),
    path("modules/<str:module_id>/complete/", planning.complete, name="complete"),
    path("modules/<str:module_id>/pause/", planning.pause, name="pause"),
    path("plan/<str:step_id>/put-off/", putting_off.put_off, name="put_off"),
    path("plan/<str:step_id>/bring-back/", putting_off.bring_back, name="bring_back"),
    path("modules/<str:module_id>/save/", bookmarks.save, name="save"),
    path("modules/<str:module_id>/vote/", votes.vote, name="vote"),
    path("questions/<str:asked_id>/act/", answers.question_act, name="question_act"),
    path("questions/<str:asked_id>/edit/", answers.edit_asked, name="edit_asked"),
    path("questions/<str:asked_id>/merge/", answers.merge, name="merge_question"),
    path("questions/<str:asked_id>/history/", answers.history, name="question_history"),
    path("answers/review/", answer_reviews.reviews, name="answer_reviews"),
    path("answers/review/<str:answer_review_id>/", answer_reviews.review, name="review_answer"),
    path("answers/<str:answer_id>/act/", answers.answer_act, name="answer_act"),
    path("answers/<str:answer_id>/edit/", answers.edit_answer, name="edit_answer"),
    path("answers/<str:answer_id>/wrong/", answers.wrong, name="answer_wrong"),
    path("answers/<str:answer_id>/faq/", answers.faq_choice, name="faq_choice"),
    path("faq/", answer_reviews.faqs, name="faqs"),
    path("faq/new/", answer_reviews.new_faq, name="new_faq"),
    path("faq/<str:faq_id>/", answer_reviews.faq, name="faq"),
    path("faq/<str:faq_id>/edit/", answer_reviews.edit_faq, name="edit_faq"),
    path("facets/", facets.facets, name="facets"),
    path("facets/<str:facet_id>/", facets.facet, name="facet"),
    path("facets/<str:facet_id>/values/<str:value_id>/", facets.value, name="facet_value"),
    path("checklists/<str:checklist_id>/lines/", checklists.change_line, name="checklist_line"),
    path("checklists/<str:checklist_id>/ask/", checklists.ask, name="checklist_ask"),
    path("sign-offs/", checklists.sign_offs, name="sign_offs"),
    path("sign-offs/<str:sign_off_id>/", checklists.sign_off, name="sign_off"),
    path("checks/<str:article_id>/<str:check_key>/", quizzes.check, name="check"),
    path("quizzes/<str:quiz_id>/begin/", quizzes.begin, name="quiz_begin"),
    path("quizzes/<str:quiz_id>/questions/<str:question_key>/", quizzes.question, name="quiz_question"),
    path("quizzes/<str:quiz_id>/questions/<str:question_key>/again/", quizzes.again, name="quiz_again"),
    path("modules/<str:module_id>/video/<str:file_id>/", video.video, name="video"),
    path("modules/<str:module_id>/captions/<str:language>/", video.captions, name="captions"),
    path("modules/<str:module_id>/watched/", video.watched, name="watched"),
    path("modules/<str:document_id>/document/<str:pdf_id>/", documents.document, name="document"),
    path("modules/<str:document_id>/pages/", documents.document_pages, name="document_pages"),
    path("modules/<str:package_id>/package/", packages.package_open, name="package_open"),
    path("packages/<str:launch_id>/", packages.package, name="package"),
    path("packages/<str:launch_id>/report/", packages.package_report, name="package_report"),
    path("packages/<str:launch_id>/close/", packages.package_close, name="package_close"),
    path("packages/<str:launch_token>/files/<path:file_name>", packages.package_file, name="package_file"),
    path(
        "walkthroughs/<str:walkthrough_id>/pictures/<str:step_picture_id>/",
        walkthroughs.picture,
        name="step_picture",
    ),
    path("walkthroughs/<str:walkthrough_id>/", walkthroughs.rehearse, name="rehearse"),
    path("walkthroughs/<str:walkthrough_id>/followed/", walkthroughs.followed, name="followed"),
    path(
        "walkthroughs/<str:walkthrough_id>/steps/<str:step_key>/", walkthroughs.step, name="walkthrough_step"
    ),
    path("modules/<str:module_id>/copies/", templates.make, name="make_copy"),
    path("copies/", templates.copies, name="copies"),
    path("copies/<str:copy_id>/", templates.copy, name="copy"),
    path("copies/<str:copy_id>/changes/", templates.changes, name="copy_changes"),
    path("copies/<str:copy_id>/file/", templates.file, name="copy_file"),
    path("copies/<str:copy_id>/share/", templates.share, name="share_copy"),
    path("copies/<str:copy_id>/delete/", templates.delete, name="delete_copy"),
    path("wishes/", wishing.wishes, name="wishes"),
    path("wishes/nothing-found/", wishing.nothing_found, name="nothing_found"),
    path("wishes/<str:wish_id>/join/", wishing.join, name="join_wish"),
    path("writing/", debt.writing, name="writing"),
    path("writing/new/", debt.new_task, name="new_task"),
    path("writing/topics/<str:wish_id>/decline/", debt.decline, name="decline_wish"),
    path("writing/<str:writing_task_id>/", debt.writing_task, name="writing_task"),
    path("updates/<str:update_id>/readers/", updates.readers, name="readers"),
    path("updates/<str:update_id>/remind/", updates.remind, name="remind_readers"),
    path("plan/minutes/", planning.learning_time, name="learning_time"),
    path("assigned/", assignments.assigned, name="assigned"),
    path("assigned/<str:assigned_id>/remind/", assignments.remind, name="remind"),
    path("assigned/<str:assigned_id>/waive/", assignments.waive, name="waive"),
    path("assignments/", assignments.assignments, name="assignments"),
    path("assignments/new/", assignments.new_assignment, name="new_assignment"),
    path("assignments/overdue/", assignments.overdue, name="overdue"),
    path("assignments/<str:assignment_id>/", assignments.assignment, name="assignment"),
    path("assignments/<str:assignment_id>/change/", changing_assignments.change, name="change_assignment"),
    path("assignments/<str:assignment_id>/history/", changing_assignments.history, name="assignment_history"),
    path("assignments/<str:assignment_id>/end/", assignments.end, name="end_assignment"),
    path("stretch-tasks/", stretch.stretch_tasks, name="stretch_tasks"),
    path("stretch-tasks/offer/<str:person_id>/", stretch.offer_stretch, name="offer_stretch"),
    path("stretch-tasks/<str:stretch_id>/", stretch.stretch_task, name="stretch_task"),
    path("refreshers/", refreshers.refreshers, name="refreshers"),
    path("refreshers/remembered/", refreshers.retention, name="retention"),
    path("refreshers/skills/", refreshers.retention_of_skills, name="retention_of_skills"),
    path("refreshers/skills/<str:skill_id>/", refreshers.retention_of_skill, name="retention_of_skill"),
    path("refreshers/<str:refreshers_id>/end/", refreshers.end_refreshers, name="end_refreshers"),
    path("refreshers/<str:refreshers_id>/<int:number>/", refreshers.refresher, name="refresher"),
    path("authoring/", authoring.authoring, name="authoring"),
    path("authoring/new/", authoring.new, name="new"),
    path("authoring/folders/", folders.folders, name="folders"),
    path("authoring/folders/export/", folders.export, name="export"),
    path("authoring/folders/<str:module_import_id>/", folders.plan, name="folder_plan"),
    path("authoring/pictures/", pictures.pictures, name="pictures"),
    path("authoring/bulk/", bulk.bulk, name="bulk"),
    path("authoring/<str:module_id>/duplicate/", bulk.duplicate, name="duplicate"),
    path("authoring/new/forget/", authoring.forget, name="forget_new"),
    path("authoring/<str:module_id>/editing/", authoring.editing, name="editing"),
    path("authoring/<str:module_id>/forget/", authoring.forget, name="forget_typed"),
    path("authoring/videos/<str:file_id>/", video.video_file, name="video_file"),
    path("authoring/documents/<str:pdf_id>/", documents.document_file, name="document_file"),
    path("authoring/import-pages/", pages.import_pages, name="import_pages"),
    path("authoring/import-pages/<str:page_import_id>/", pages.pages_plan, name="pages_plan"),
    path("authoring/import-template/", importing.import_template, name="import_template"),
    path("authoring/<str:module_id>/", authoring.edit, name="edit"),
    path("authoring/<str:module_id>/captions/", captions.captions, name="edit_captions"),
    path("authoring/<str:module_id>/captions/draft/", captions.draft_captions, name="draft_captions"),
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
    path("authoring/<str:module_id>/review/", reviewing.review, name="review"),
    path("authoring/<str:module_id>/submit/", reviewing.submit, name="submit"),
    path("authoring/<str:module_id>/take-back/", reviewing.take_back, name="take_back"),
    path("authoring/<str:module_id>/comments/", reviewing.comment, name="comment"),
    path("authoring/<str:module_id>/comments/<str:comment_id>/", reviewing.answer, name="answer_comment"),
    path("authoring/<str:module_id>/schedule/", schedule.schedule, name="schedule"),
    path("authoring/<str:module_id>/cancel/", schedule.cancel, name="cancel"),
    path("authoring/<str:module_id>/owner/", schedule.owner, name="owner"),
    path("authoring/updates/<str:update_id>/", replaced.replaced, name="replaced"),
    path("authoring/updates/<str:update_id>/<str:replaced_id>/", replaced.still_right, name="still_right"),
    path("authoring/<str:module_id>/outdate/", reviewing.outdate, name="outdate"),
    path("authoring/<str:module_id>/figures/", figures.figures, name="figures"),
    path("authoring/<str:module_id>/archive/", authoring.archive, name="archive"),
]
