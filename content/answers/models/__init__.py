"""Questions of people at work, their answers, and how far these can be relied on."""

from content.answers.models.answers import Answer, AnswerReview, AnswerVote, Comment, TextEdit
from content.answers.models.faq import FaqEntry, FaqPage
from content.answers.models.questions import AnswerPolicy, HeldQuestion, Question, QuestionFollower

__all__ = [
    "Answer",
    "AnswerPolicy",
    "AnswerReview",
    "AnswerVote",
    "Comment",
    "FaqEntry",
    "FaqPage",
    "HeldQuestion",
    "Question",
    "QuestionFollower",
    "TextEdit",
]
