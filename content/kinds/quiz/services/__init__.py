"""Beginning a quiz, answering it, and trying a question a second time."""

from content.kinds.quiz.services.answering import answer_question, begin_check, begin_quiz, try_again
from content.kinds.quiz.services.merging import MOVED, move_quizzes

__all__ = ["MOVED", "answer_question", "begin_check", "begin_quiz", "move_quizzes", "try_again"]
