"""Random histories of reading and answering, while the course changes: what is shown equals what the facts come to."""

import random
import uuid
from collections import defaultdict
from typing import Any

from functions import progress, submit_quiz
from tests.prove.proof import Outcome
from tests.prove.study.small_course import BLOCKS, MODULES, PASS_PERCENT, Questions, score, studying
from tests.support.events import call
from tests.support.members import Member

STEPS = 25


def histories(size: int, seed: int) -> Outcome:
    """Take `size` steps in histories of STEPS each; after each step the whole answer is recomputed from scratch."""
    seeded, wrong, percents = random.Random(seed), list[str](), set[int]()
    with studying() as (made, questions):
        steps = 0
        while steps < size:
            history = History(made.member(paid=True), questions, seeded)
            for _ in range(STEPS):
                history.step()
                shown, facts = history.shown(), history.recomputed()
                percents.add(shown["completed_percent"])
                wrong += [f"step {steps}: shown {shown}, recomputed {facts}"] if shown != facts else []
                steps += 1
    return Outcome(steps, len(wrong), f"{len(percents)} different percentages; " + "; ".join(wrong[:2]))


class History:
    """One member, what they do, and what the rows of it come to."""

    def __init__(self, member: Member, questions: Questions, seeded: random.Random):
        self._member = member
        self._questions = questions
        self._seeded = seeded
        self._attempts: dict[str, str] = {}
        self._completed = set[str]()
        self._place: dict[str, Any] | None = None
        self._places: dict[str, dict[str, Any]] = {}
        questions.rows("update masterclass.content_blocks set retired_at = null")

    def step(self) -> None:
        """Do one random thing."""
        module = self._seeded.choice(MODULES)
        self._seeded.choices([self._read, self._answer, self._change_course], [6, 6, 1])[0](module)

    def shown(self) -> Any:
        """Return what GET progress answers."""
        return call(progress.handler, "GET", "/progress", token=self._member.token).json

    def _read(self, module: str) -> None:
        block, seconds = self._seeded.choice(BLOCKS), self._seeded.choice([0, 7, 86_400])
        body: dict[str, Any] = {"module": module, "block": block, "seconds": seconds}
        if self._seeded.random() < 0.6:
            body["completed"] = True
        if call(progress.handler, "PUT", "/progress", token=self._member.token, json_body=body).status == 204:
            self._places[module] = {"module": module, "block": block, "seconds": seconds}
            self._place = self._places[module]

    def _answer(self, module: str) -> None:
        """Answer one to three questions, rather right than wrong; a completed attempt is followed by another."""
        attempt = self._attempts.setdefault(module, str(uuid.UUID(int=self._seeded.getrandbits(128), version=4)))
        kinds = self._seeded.sample(["single", "multiple", "numeric"], self._seeded.randint(1, 3))
        answers = [{"question_id": self._questions.ids[module, kind], "chosen": self._chosen(kind)} for kind in kinds]
        body = {"module": module, "attempt_id": attempt, "answers": answers}
        if call(submit_quiz.handler, "POST", "/submit-quiz", token=self._member.token, json_body=body).json[
            "completed"
        ]:
            del self._attempts[module]

    def _chosen(self, kind: str) -> list[str]:
        if kind == "numeric":
            return [self._seeded.choice(["330000", "330000", "2"])]
        return (
            [self._seeded.choice("aaab")] if kind == "single" else self._seeded.choice([["a", "b"], ["b"], ["a", "c"]])
        )

    def _change_course(self, module: str) -> None:
        """Retire a block or bring it back, and do what the sync does afterwards."""
        self._questions.rows(
            "update masterclass.content_blocks as b set retired_at = case when b.retired_at is null then now() end"
            "  from masterclass.content_modules as m where m.id = b.module_id and m.slug = %s and b.key = %s",
            module,
            BLOCKS[1],
        )
        self._questions.rows("select masterclass.complete_modules()")

    def recomputed(self) -> dict[str, Any]:
        """Return what GET progress should answer, from the rows of marks and responses alone."""
        blocks, marked = self._blocks()
        scores = self._scores()
        passed = {module for module in MODULES if any(one >= PASS_PERCENT for one in scores[module])}
        self._completed |= {module for module in MODULES if module in passed and blocks[module] <= marked[module]}
        done = sum(len(blocks[module] & marked[module]) for module in MODULES) + len(passed)
        whole = sum(len(blocks[module]) for module in MODULES) + len(MODULES)
        return {
            "completed_percent": 100 * done // whole,
            "resume": self._resume(blocks),
            "modules": [self._standing(module, blocks, marked, scores, passed) for module in MODULES],
        }

    def _standing(
        self,
        module: str,
        blocks: dict[str, set[str]],
        marked: dict[str, set[str]],
        scores: dict[str, list[int]],
        passed: set[str],
    ) -> dict[str, Any]:
        place = self._places.get(module)
        begun = bool(place or scores[module] or blocks[module] & marked[module])
        there = place if place and place["block"] in blocks[module] else None
        return {
            "module": module,
            "state": "completed" if module in self._completed else "in_progress" if begun else "not_started",
            "block": there["block"] if there else None,
            "seconds": there["seconds"] if there else 0,
            "best_score_percent": max(scores[module], default=None),
            "passed": module in passed,
        }

    def _resume(self, blocks: dict[str, set[str]]) -> dict[str, Any] | None:
        """The newest place whose block is still in the course."""
        newest = self._questions.rows(
            "select m.slug from masterclass.module_progress as p"
            "  join masterclass.content_modules as m on m.id = p.module_id"
            " where p.user_id = %s and p.read_at is not null order by p.read_at desc",
            self._member.id,
        )
        there = [self._places[slug] for (slug,) in newest if self._places[slug]["block"] in blocks[slug]]
        return there[0] if there else None

    def _blocks(self) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
        listed = self._questions.rows(
            "select m.slug, b.key, b.retired_at is null, exists (select from masterclass.completed_blocks as c"
            "  where c.block_id = b.id and c.user_id = %s) from masterclass.content_blocks as b"
            " join masterclass.content_modules as m on m.id = b.module_id",
            self._member.id,
        )
        blocks, marked = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
        for module, key, current, is_marked in listed:
            blocks[module] |= {key} if current else set()
            marked[module] |= {key} if is_marked else set()
        return blocks, marked

    def _scores(self) -> dict[str, list[int]]:
        """The scores of whole attempts, graded here from what was chosen."""
        listed = self._questions.rows(
            "select a.id, m.slug, r.question_id::text, r.chosen from masterclass.quiz_responses as r"
            " join masterclass.quiz_attempts as a on a.id = r.attempt_id"
            " join masterclass.content_modules as m on m.id = a.module_id where a.user_id = %s",
            self._member.id,
        )
        attempts = defaultdict[tuple[object, str], list[tuple[str, list[str]]]](list)
        for attempt, module, question, chosen in listed:
            attempts[attempt, module].append((self._questions.kinds[question], chosen))
        scores = defaultdict[str, list[int]](list)
        for (_, module), answers in attempts.items():
            scores[module] += [score(answers)] if len(answers) == 3 else []
        return scores
