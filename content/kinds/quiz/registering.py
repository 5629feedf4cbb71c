"""Quizzes, declared, and what moves with a merged record."""


def register() -> None:
    from content.activity.services import register_move
    from content.catalogue.kinds import register_kind
    from content.kinds.quiz.kind import QuizKind
    from content.kinds.quiz.services import MOVED, move_quizzes

    register_kind(QuizKind())
    register_move(MOVED, move_quizzes)
