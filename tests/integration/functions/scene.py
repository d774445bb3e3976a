"""A scene for a SQL function: people, a small course and money, each in a word; what matters is said by the test."""

import json
import uuid
from collections.abc import Callable, Iterable
from typing import Any

import psycopg
from psycopg.types.json import Jsonb

Ask = Callable[..., Any]


class Scene:
    """Rows made in the transaction of a test, which is taken back."""

    def __init__(self, ask: Ask):
        self.ask = ask

    def add(self, table: str, gives: str = "id", /, **columns: Any) -> Any:
        """Insert a row of masterclass, or of the schema that is named; return its column `gives`."""
        named = table if "." in table else f"masterclass.{table}"
        places = ", ".join(["%s"] * len(columns))
        return self.ask(
            f"insert into {named} ({', '.join(columns)}) values ({places}) returning {gives}", *columns.values()
        )

    def member(self, name: str = "ann", /, **columns: Any) -> uuid.UUID:
        """Somebody who signed up and confirmed their address, name@example.com."""
        defaults = {"email": f"{name}@example.com", "email_confirmed_at": "now", "is_anonymous": False}
        return self.add("auth.users", id=uuid.uuid4(), **(defaults | columns))

    def signed_in(self, name: str = "ann", /, **session: Any) -> uuid.UUID:
        """A member who is the reader from here on."""
        member = self.member(name)
        self.reads(member, **session)
        return member

    def reads(self, member: uuid.UUID, **session: Any) -> None:
        """Make a member, of a session of their own, the reader."""
        kept = self.add("auth.sessions", id=uuid.uuid4(), user_id=member, **({"created_at": "now"} | session))
        claims = json.dumps({"sub": str(member), "session_id": str(kept)})
        self.ask("select set_config('request.jwt.claims', %s, true)", claims)

    def course(self, **columns: Any) -> None:
        """The one course, at 499 dollars."""
        defaults: dict[str, Any] = {"title": "Money", "summary": "", "version": "1", "disclaimer": ""}
        price = {"price_amount_minor": 49900, "price_currency": "usd"}
        self.add("course", "title", **(defaults | price | columns))

    def module(self, slug: str = "budget", /, **columns: Any) -> uuid.UUID:
        """A module that is open to everybody."""
        empty = {"title": "", "summary": "", "content": "", "objectives": Jsonb([]), "source_list": Jsonb([])}
        plain = {"order_index": 1, "minutes": 10, "is_preview": True, "question_count": 0, "has_case": False}
        quiz = {"quiz_pass_percent": 70, "quiz_cooldown_minutes": 0}
        return self.add("content_modules", slug=slug, **(empty | plain | quiz | columns))

    def block(self, module: uuid.UUID, key: str = "income", /, **columns: Any) -> uuid.UUID:
        """A block of a module."""
        return self.add(
            "content_blocks",
            module_id=module,
            key=key,
            **({"position": 1, "heading": "", "html": "", "text": ""} | columns),
        )

    def question(
        self, block: uuid.UUID, key: str = "first", /, right: Iterable[str] = "a", **columns: Any
    ) -> uuid.UUID:
        """A question that rests on a block: options a, b and c, one of them right."""
        module = self.ask("select module_id from masterclass.content_blocks where id = %s", block)
        options = [{"id": name, "text": name.upper(), "html": name.upper()} for name in "abc"]
        defaults = {"kind": "single", "version": 1, "position": 1, "question": key, "question_html": key}
        answer = {"options": Jsonb(options), "correct_answer": Jsonb(list(right)), "explanations": Jsonb({"a": "Yes."})}
        return self.add("quiz_questions", module_id=module, block_id=block, key=key, **(defaults | answer | columns))

    def quiz(self, *keys: str, **columns: Any) -> tuple[uuid.UUID, list[uuid.UUID]]:
        """A module with one block and a question for each key; the module, and its questions in order."""
        module = self.module(question_count=len(keys), **columns)
        block = self.block(module)
        return module, [self.question(block, key, position=place) for place, key in enumerate(keys)]

    def attempt(self, member: uuid.UUID, questions: list[uuid.UUID], *chosen: str, **columns: Any) -> uuid.UUID:
        """A member's attempt, with an answer to as many questions as are chosen; complete when all of them are."""
        module = self.ask("select module_id from masterclass.quiz_questions where id = %s", questions[0])
        right = [self.right(question) for question in questions[: len(chosen)]]
        credit = [int([pick] == answer) for pick, answer in zip(chosen, right, strict=True)]
        done = {"completed_at": "now", "score_percent": round(100 * sum(credit) / len(questions))}
        defaults = {"question_ids": questions, "pass_percent": 70} | (done if len(chosen) == len(questions) else {})
        made = self.add("quiz_attempts", id=uuid.uuid4(), user_id=member, module_id=module, **(defaults | columns))
        for question, pick, earned in zip(questions, chosen, credit, strict=False):
            answer = {"chosen": Jsonb([pick]), "credit": earned}
            self.add("quiz_responses", "attempt_id", attempt_id=made, question_id=question, **answer)
        return made

    def right(self, question: uuid.UUID) -> list[str]:
        """The right answer of a question."""
        return self.ask("select correct_answer from masterclass.quiz_questions where id = %s", question)

    def corrected(self, asked: uuid.UUID, /, right: Iterable[str] = "a", **columns: Any) -> uuid.UUID:
        """A question withdrawn for a next version with another answer; returns the new one."""
        self.ask("update masterclass.quiz_questions set retired_at = now() where id = %s", asked)
        block, key, version = self.row(
            "select block_id, key, version from masterclass.quiz_questions where id = %s", asked
        )
        return self.question(block, key, right=right, version=version + 1, **columns)

    def case(self, module: uuid.UUID, key: str = "first-pay", /, **columns: Any) -> uuid.UUID:
        """A module's case."""
        words = {"title": "First pay", "prompt": "How much?", "html": "", "text": "A resident."}
        answer = {"rubric": Jsonb([]), "model_answer": "Half.", "model_answer_html": "<p>Half.</p>"}
        return self.add("case_reviews", module_id=module, key=key, **({"version": 1} | words | answer | columns))

    def payment(self, member: uuid.UUID | None, stripe_id: str | None = "pi_1", /, **columns: Any) -> uuid.UUID:
        """A payment of 499 dollars that was made now."""
        defaults = {"amount_minor": 49900, "currency": "usd", "paid_at": "now"}
        return self.add("payments", user_id=member, stripe_payment_id=stripe_id, **(defaults | columns))

    def order(self, member: uuid.UUID | None, session: str | None = "cs_1", /, **columns: Any) -> uuid.UUID:
        """An open order of 499 dollars."""
        defaults = {"price_id": "price_1", "amount_subtotal_minor": 49900, "currency": "usd", "livemode": True}
        return self.add("orders", user_id=member, checkout_session_id=session, **(defaults | columns))

    def grant(self, **columns: Any) -> uuid.UUID:
        """A grant, to whom the columns say."""
        return self.add("access_grants", **({"reason": "test", "granted_by": "test"} | columns))

    def conversation(self, member: uuid.UUID, module: uuid.UUID, *said: str, **columns: Any) -> uuid.UUID:
        """A conversation: questions and answers by turns."""
        made = self.add("conversations", user_id=member, module_id=module, **columns)
        for place, content in enumerate(said):
            self.add("messages", conversation_id=made, role=("user", "assistant")[place % 2], content=content)
        return made

    def bystander(self, questions: list[uuid.UUID] | None = None, name: str = "bob") -> uuid.UUID:
        """Somebody else, of whom something of every kind is kept; it is told of nobody and counts for nobody but them.

        With the questions of a module they have read it whole and passed it, and are in its quiz once more.
        """
        bob = self.member(name, last_sign_in_at="now")
        self.payment(bob, f"pi_{name}")
        self.add(
            "refunds",
            "1",
            stripe_refund_id=f"re_{name}",
            stripe_payment_id=f"pi_{name}",
            amount_minor=1,
            status="succeeded",
        )
        self.add("disputes", "1", stripe_dispute_id=f"dp_{name}", stripe_payment_id=f"pi_{name}", status="won")
        self.order(bob, f"cs_{name}", state="failed")
        self.grant(user_id=bob)
        self.grant(email=f"{name}@example.com")
        self.add("owners", "1", user_id=bob, appointed_by="test")
        self.add("members_in_need", "1", user_id=bob, need="stopped", times=1, since="now")
        self.add("terms_agreements", "1", user_id=bob, version="1", place="page")
        self.add("member_limits", "1", user_id=bob, action="export", window_start="now", used=9)
        self.add("ai_usage", "1", user_id=bob, day=self.ask("select masterclass.today()"), settled=9)
        self.add("plan_entries", "1", user_id=bob, key="a", value=Jsonb("bob's"))
        self.add("plan_dates", "1", user_id=bob, key="a", label="bob's", date="2027-01-01", repeats="none")
        self.ask("select masterclass.write_audit(%s, '', 'cli:eva', 'show', 'why', '{}')", bob)
        if questions:
            module = self.ask("select module_id from masterclass.quiz_questions where id = %s", questions[0])
            done = {"best_score_percent": 100, "passed_at": "now", "completed_at": "now"}
            self.add("module_progress", "1", user_id=bob, module_id=module, **done)
            read = "insert into masterclass.completed_blocks select %s, id, now() from masterclass.content_blocks"
            self.ask(f"{read} where module_id = %s", bob, module)
            self.attempt(bob, questions, *["a"] * len(questions))
            self.attempt(bob, questions)
        return bob

    def row(self, query: str, *parameters: object) -> list[Any]:
        """The one row of a query, its values as JSON has them."""
        return list(self.ask(f"select row_to_json(r) from ({query}) as r", *parameters).values())

    def refusal(self, query: str, *parameters: object) -> tuple[str, dict[str, Any]]:
        """The code with which a query is refused, and what is told with it."""
        try:
            given = self.ask(query, *parameters)
        except psycopg.Error as refused:
            detail = refused.diag.message_detail or ""
            return refused.sqlstate or "", json.loads(detail) if detail.startswith("{") else {}
        raise AssertionError(f"not refused: {given}")
