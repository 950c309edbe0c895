"""The verbs of assurance: seek, give, judge, void."""

from app.features.assurance.giving import give_assurance
from app.features.assurance.judging import judge_assurance, void_assurance
from app.features.assurance.seeking import seek_assurance

__all__ = ["give_assurance", "judge_assurance", "seek_assurance", "void_assurance"]
