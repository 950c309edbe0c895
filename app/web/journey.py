"""One thing per page: a list of tasks, each one form, then the answers to check.

The room keeps what was entered (a mapping, usually a sealed draft) and owns the three routes: the task list, one
task, and check answers. A journey only says what comes next and what is still to do; it stores nothing.

    JOURNEY = Journey([Task("person", "Who is it about", PersonForm, section="The concern"), ...])

    task = JOURNEY.find(slug)                  # NotFound when there is none, or it does not apply
    form = task.form(data=draft)
    if form.validate_on_submit():
        ...save form.values...
        return see_other(**JOURNEY.after(task, draft, "notifications.task", "notifications.check", uid=draft_uid))
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from app.kernel.errors import NotFound
from app.web.forms import Form

Data = Mapping[str, Any]
RETURN = "return"
CHECK = "check"


@dataclass(frozen=True)
class Answer:
    """A line of check answers. A `value` of None reads "Not recorded"."""

    question: str
    value: Any


def _any_answer(form: type[Form], data: Data) -> bool:
    return any(data.get(name) not in (None, "", [], ()) for name, _field in form()._fields.items())


@dataclass(frozen=True)
class Task:
    """One page. `is_complete(data)` says whether it is done (default: anything was answered), `applies(data)` whether
    it is asked at all, `answers(data)` what check answers shows."""

    slug: str
    title: str
    form: type[Form]
    is_complete: Callable[[Data], bool] | None = None
    applies: Callable[[Data], bool] = lambda data: True
    answers: Callable[[Data], Sequence[Answer]] = lambda data: ()
    section: str = ""
    hint: str = ""
    optional: bool = False

    def done(self, data: Data) -> bool:
        return self.is_complete(data) if self.is_complete else _any_answer(self.form, data)


@dataclass(frozen=True)
class Journey:
    """Tasks in the order they are asked."""

    tasks: Sequence[Task]

    def applicable(self, data: Data) -> list[Task]:
        return [task for task in self.tasks if task.applies(data)]

    def find(self, slug: str, data: Data | None = None) -> Task:
        """The task of that slug. Raises NotFound, also when it does not apply to `data`."""
        tasks = self.tasks if data is None else self.applicable(data)
        found = next((task for task in tasks if task.slug == slug), None)
        if found is None:
            raise NotFound(slug)
        return found

    def next(self, task: Task, data: Data) -> Task | None:
        """The task after `task`; None when check answers comes next."""
        rest = self.tasks[self.tasks.index(task) + 1 :]
        return next((one for one in rest if one.applies(data)), None)

    def previous(self, task: Task, data: Data) -> Task | None:
        """The task before `task`; None when it is the first."""
        before = self.tasks[: self.tasks.index(task)]
        return next((one for one in reversed(before) if one.applies(data)), None)

    def is_complete(self, data: Data) -> bool:
        """Whether everything that must be answered is."""
        return not any(self.missing(data))

    def missing(self, data: Data) -> Iterator[Task]:
        return (task for task in self.applicable(data) if not task.optional and not task.done(data))

    def after(self, task: Task, data: Data, task_endpoint: str, check_endpoint: str, **values: Any) -> dict[str, Any]:
        """Where to go once `task` is saved, as arguments of `see_other`: back to check answers when "Change" was
        followed and everything is still answered, else to the next task."""
        following = self.next(task, data)
        if returning() and not any(self.missing(data)):
            following = None
        elif returning():
            # The change brought a new question: ask it, and still come back.
            needed = next(iter(self.missing(data)))
            return {"endpoint": task_endpoint, "slug": needed.slug, RETURN: CHECK, **values}
        if following is None:
            return {"endpoint": check_endpoint, **values}
        return {"endpoint": task_endpoint, "slug": following.slug, **values}

    def back(
        self, task: Task, data: Data, task_endpoint: str, check_endpoint: str, list_endpoint: str, **values: Any
    ) -> str:
        """The address of the back link of `task`."""
        if returning():
            return url_for(check_endpoint, **values)
        before = self.previous(task, data)
        return url_for(task_endpoint, slug=before.slug, **values) if before else url_for(list_endpoint, **values)

    def listed(self, data: Data, task_endpoint: str, **values: Any) -> list[tuple[str, list[dict[str, Any]]]]:
        """The task list by section, for `task_list` of kit/list.html."""
        sections: dict[str, list[dict[str, Any]]] = {}
        for task in self.applicable(data):
            done = task.done(data)
            status, colour = (
                ("Completed", None) if done else ("Optional", "grey") if task.optional else ("Not started", "blue")
            )
            item = {
                "title": task.title,
                "href": url_for(task_endpoint, slug=task.slug, **values),
                "status": status,
                "colour": colour,
                "hint": task.hint,
            }
            sections.setdefault(task.section, []).append(item)
        return list(sections.items())

    def checked(self, data: Data, task_endpoint: str, **values: Any) -> list[tuple[str, list[dict[str, Any]]]]:
        """The answers by task, for `summary_list` of kit/list.html; "Change" comes back to check answers."""
        return [
            (
                task.title,
                [
                    {
                        "key": answer.question,
                        "value": answer.value,
                        "change": url_for(task_endpoint, **{**values, "slug": task.slug, RETURN: CHECK}),
                    }
                    for answer in task.answers(data)
                ],
            )
            for task in self.applicable(data)
            if task.answers(data)
        ]


def returning() -> bool:
    """Whether this page was opened by "Change" on check answers."""
    return request.args.get(RETURN) == CHECK
