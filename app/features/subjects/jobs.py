"""What the worker does about subjects every night."""

from datetime import time

from app.features.subjects.erasure import finish_erasures
from app.platform.jobs import job

job("subjects-erasures", at=time(3, 30))(finish_erasures)
