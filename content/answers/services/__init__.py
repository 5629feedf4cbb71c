"""Verbs that write questions and answers. Each is keyword-only and safe to run twice."""

from content.answers.services.anonymous import digest_of, hold_question, new_key, publish_held
from content.answers.services.answering import (
    accept_answer,
    answer_question,
    change_answer,
    comment_on,
    take_acceptance_back,
    vote_on_answer,
)
from content.answers.services.asking import (
    Asked,
    ask_question,
    change_question,
    close_question,
    follow_question,
    reopen_question,
    unfollow_question,
)
from content.answers.services.duplicates import merge_questions
from content.answers.services.faq import (
    delete_faq_page,
    move_up_faq,
    put_on_faq,
    save_faq_page,
    take_off_faq,
)
from content.answers.services.merging import move_answers, put_answers_back
from content.answers.services.texts import AnswersError
from content.answers.services.verifying import (
    correct_answer,
    expire_verifications,
    remove_answer,
    report_wrong,
    review_replaced,
    set_answer_policy,
    verify_answer,
)

__all__ = [
    "AnswersError",
    "Asked",
    "accept_answer",
    "answer_question",
    "ask_question",
    "change_answer",
    "change_question",
    "close_question",
    "comment_on",
    "correct_answer",
    "delete_faq_page",
    "digest_of",
    "expire_verifications",
    "follow_question",
    "hold_question",
    "merge_questions",
    "move_answers",
    "move_up_faq",
    "new_key",
    "publish_held",
    "put_answers_back",
    "put_on_faq",
    "remove_answer",
    "reopen_question",
    "report_wrong",
    "review_replaced",
    "save_faq_page",
    "set_answer_policy",
    "take_acceptance_back",
    "take_off_faq",
    "unfollow_question",
    "verify_answer",
    "vote_on_answer",
]
