"""The answers given lately, for `GET /v1/answers/{id}`: in memory, bounded, gone when the service stops."""

from __future__ import annotations

import threading
from collections import OrderedDict

from api.schemas import AnswerOut


class Records:
    """The last `size` answers, the one used longest ago dropped first. Safe to share between threads."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._answers: OrderedDict[str, AnswerOut] = OrderedDict()
        self._lock = threading.Lock()

    def put(self, answer: AnswerOut) -> None:
        """Remember an answer."""
        with self._lock:
            self._answers[answer.id] = answer
            self._answers.move_to_end(answer.id)
            while len(self._answers) > self._size:
                self._answers.popitem(last=False)

    def get(self, answer_id: str) -> AnswerOut | None:
        """Return an answer, or None when it was never given or is no longer remembered."""
        with self._lock:
            if answer_id in self._answers:
                self._answers.move_to_end(answer_id)
            return self._answers.get(answer_id)
