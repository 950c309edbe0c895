"""What is asked about each kind of subject, declared once.

One source drives the pages, the task list, the single-page form, check answers, the printed view, triage and the
rules about what must be answered. Names are the field names of the domain reference (2.1, 2.18, 2.19).
"""

from app.features.notifications.questions.base import Kind, Need, Page, Question, Questionnaire, is_nothing
from app.features.notifications.questions.individual import INDIVIDUAL
from app.features.notifications.questions.network import NETWORK
from app.features.notifications.questions.place import PLACE

__all__ = ["QUESTIONNAIRES", "Kind", "Need", "Page", "Question", "Questionnaire", "is_nothing", "questionnaire"]

QUESTIONNAIRES: dict[str, Questionnaire] = {one.subject_kind: one for one in (INDIVIDUAL, NETWORK, PLACE)}


def questionnaire(subject_kind: str) -> Questionnaire:
    return QUESTIONNAIRES[subject_kind]
