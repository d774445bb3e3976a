"""A year of members in a database that has a course: they sign up, pay, read, answer, ask, give up; and two faults.

Rows are copied in without triggers, so what triggers would have derived is written too. The faults that a report has to
find: one question whose key is wrong, and one option that nobody picks.
"""

import json
import math
import random
import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

import psycopg

NOW = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
DAYS = 364
QUIZZES_EACH = 8.4
PRICE_MINOR, TAX_MINOR = 49900, 3200
ROLES = ("authenticated", "authenticated")
CODES = ("SPRING", "RESIDENT", "FRIEND")
PASS_PERCENT = 70


class Question(NamedTuple):
    """A question as the crowd meets it: what is right in truth, and how hard that is."""

    id: str
    key: str
    kind: str
    options: Sequence[str]
    truth: Sequence[str]
    hardness: float


class Fault(NamedTuple):
    """A planted fault: the question by module and key, and what a report should say of it."""

    module: str
    key: str
    says: str


class Crowd:
    """Everybody, row by row, from one seed."""

    def __init__(self, connection: psycopg.Connection[Any], members: int, seed: int):
        self._connection = connection
        self._members = members
        self._seeded = random.Random(seed)
        self._rows: dict[str, list[tuple[Any, ...]]] = {}
        self._modules = connection.execute(
            "select m.id, array_agg(b.id order by b.position), m.slug from masterclass.content_modules as m"
            " join masterclass.content_blocks as b on b.module_id = m.id"
            " where m.retired_at is null and b.retired_at is null group by m.id order by m.order_index"
        ).fetchall()
        self._questions = {module[0]: self._of(module[0]) for module in self._modules}
        self._dead = ""
        self._keys: dict[str, list[str]] = {}
        self._spent: Counter[date] = Counter()

    def settle(self) -> list[Fault]:
        """Plant the faults, make everybody and copy them in."""
        faults = self._plant()
        for _ in range(self._members):
            self._live()
        for day, cost in self._spent.items():
            self._add("masterclass.ai_spend", day, cost)
        self._connection.execute("set session_replication_role = replica")
        for table, rows in self._rows.items():
            self._copy(table, rows)
        self._connection.execute("set session_replication_role = origin")
        self._connection.execute("analyze")
        return faults

    def _of(self, module: uuid.UUID) -> list[Question]:
        found = self._connection.execute(
            "select id, key, kind, options, correct_answer from masterclass.quiz_questions"
            " where module_id = %s and retired_at is null order by position, key",
            [module],
        ).fetchall()
        return [
            Question(str(identity), key, kind, [one["id"] for one in options], right, self._seeded.gauss(-0.6, 0.8))
            for identity, key, kind, options, right in found
        ]

    def _plant(self) -> list[Fault]:
        """Give one question another key than its truth, and decide which option nobody will pick."""
        slug = self._modules[0][2]
        single = [one for one in self._questions[self._modules[0][0]] if one.kind == "single"]
        wrong, dead = single[0], single[1]
        key = next(option for option in wrong.options if option not in wrong.truth)
        self._connection.execute(
            "update masterclass.quiz_questions set correct_answer = %s where id = %s", (json.dumps([key]), wrong.id)
        )
        self._keys = {wrong.id: [key]}
        option = next(one for one in reversed(dead.options) if one not in dead.truth)
        self._dead = f"{dead.id} {option}"
        return [
            Fault(slug, wrong.key, f"the best pick {wrong.truth[0].upper()}: is the key right?"),
            Fault(slug, dead.key, f"nobody picks {option.upper()}"),
        ]

    def _live(self) -> None:
        """Let one member sign up and go as far as they go."""
        chance, member = self._seeded, str(uuid.UUID(int=self._seeded.getrandbits(128), version=4))
        came = NOW - timedelta(days=chance.random() * DAYS)
        email, confirmed = f"{member[:13]}@example.com", chance.random() < 0.9
        pays = confirmed and chance.random() < 0.75
        self._add("auth.users", member, *ROLES, email, came if confirmed else None, came, came)
        self._add("masterclass.users", member, email, "Member", "paid" if pays else "free", came, came)
        if pays:
            self._pay(member, came + timedelta(hours=chance.random() * 48))
        elif confirmed and chance.random() < 0.3:
            for _ in range(chance.randint(1, 3)):
                self._order(member, came, "expired", None)
        if confirmed:
            self._learn(member, came, pays=pays)

    def _pay(self, member: str, at: datetime) -> None:
        chance = self._seeded
        seats = chance.choice((1, 5, 12)) if chance.random() < 0.04 else None
        code = chance.choice(CODES) if chance.random() < 0.2 else None
        subtotal, discount = PRICE_MINOR * (seats or 1), 5000 if code else 0
        taxed = TAX_MINOR if chance.random() < 0.5 else 0
        amount, intent = subtotal - discount + taxed, f"pi_{member}"
        refunded = chance.choice((amount, 10000)) if chance.random() < 0.06 else 0
        lost = not refunded and chance.random() < 0.01
        order = self._order(member, at, "paid", seats)
        if refunded:
            reason = chance.choice(("requested_by_customer", "duplicate", None))
            at_refund = at + timedelta(days=chance.random() * 10)
            self._add("masterclass.refunds", f"re_{member}", intent, refunded, "succeeded", reason, at_refund)
        if lost:
            self._add("masterclass.disputes", f"dp_{member}", intent, "lost", at + timedelta(days=30))
        self._add(
            "masterclass.payments", str(uuid.UUID(int=chance.getrandbits(128))), member, intent, amount, "usd", at,
            refunded, "lost" if lost else None, order, subtotal, discount, taxed, code, seats,
        )  # fmt: skip

    def _order(self, member: str, at: datetime, state: str, seats: int | None) -> str:
        order = str(uuid.UUID(int=self._seeded.getrandbits(128)))
        self._add("masterclass.orders", order, member, "price", PRICE_MINOR, "usd", True, state, at, seats, seats == 1)
        return order

    def _learn(self, member: str, at: datetime, *, pays: bool) -> None:
        """Read and answer module by module, for as long as it goes on."""
        chance, ability = self._seeded, self._seeded.gauss(0, 1)
        reach = min(len(self._modules), int(chance.expovariate(1 / QUIZZES_EACH)) + 1) if pays else 1
        for module, blocks, _ in self._modules[:reach]:
            at += timedelta(hours=chance.random() * 90)
            if at > NOW:
                return
            read = len(blocks) if chance.random() < 0.85 else chance.randint(1, len(blocks))
            for block in blocks[:read]:
                self._add("masterclass.completed_blocks", member, str(block), at)
            scores = [self._attempt(member, module, ability, at) for _ in range(2 if chance.random() < 0.12 else 1)]
            passed = at if max(scores) >= PASS_PERCENT else None
            done = passed if read == len(blocks) else None
            self._add(
                "masterclass.module_progress", member, str(module), str(blocks[read - 1]), at, max(scores), passed, done
            )
            if chance.random() < 0.1:
                self._ask(member, module, blocks, at)

    def _attempt(self, member: str, module: uuid.UUID, ability: float, at: datetime) -> int:
        chance, questions = self._seeded, self._questions[module]
        attempt, at = str(uuid.UUID(int=chance.getrandbits(128))), at + timedelta(minutes=chance.random() * 300)
        earned = 0
        for question in questions:
            chosen = self._answer(question, ability)
            credit = int(sorted(chosen) == sorted(self._keys.get(question.id, question.truth)))
            earned += credit
            self._add("masterclass.quiz_responses", attempt, question.id, json.dumps(chosen), credit, at)
        score = round(100 * earned / len(questions))
        identities = "{" + ",".join(question.id for question in questions) + "}"
        self._add(
            "masterclass.quiz_attempts", attempt, member, str(module), identities, PASS_PERCENT, at, at, score
        )  # fmt: skip
        return score

    def _answer(self, question: Question, ability: float) -> list[str]:
        if self._seeded.random() < 1 / (1 + math.exp(question.hardness - 1.2 * ability)):
            return list(question.truth)
        if question.kind == "numeric":
            return ["1"]
        wrong = [one for one in question.options if f"{question.id} {one}" != self._dead and [one] != question.truth]
        return [self._seeded.choice(wrong)]

    def _ask(self, member: str, module: uuid.UUID, blocks: Sequence[uuid.UUID], at: datetime) -> None:
        chance, conversation = self._seeded, str(uuid.UUID(int=self._seeded.getrandbits(128)))
        block = chance.randrange(len(blocks))
        cited = (
            [] if chance.random() < 0.15 else [{"block": f"b{block}", "module": str(module), "heading": f"H {block}"}]
        )
        self._add("masterclass.conversations", conversation, member, str(module), at)
        for role, citations in (("user", []), ("assistant", cited)):
            message = str(uuid.UUID(int=chance.getrandbits(128)))
            self._add("masterclass.messages", message, conversation, role, "words", json.dumps(citations), at)
        self._spent[at.date()] += chance.randint(500, 9000)

    def _add(self, table: str, *row: Any) -> None:
        self._rows.setdefault(table, []).append(row)

    def _copy(self, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
        with (
            self._connection.cursor() as cursor,
            cursor.copy(f"copy {table} ({COLUMNS[table]}) from stdin".encode()) as copied,
        ):
            for row in rows:
                copied.write_row(row)


COLUMNS = {
    "auth.users": "id, aud, role, email, email_confirmed_at, created_at, last_sign_in_at",
    "masterclass.users": "id, email, name, role, created_at, updated_at",
    "masterclass.orders": (
        "id, user_id, price_id, amount_subtotal_minor, currency, livemode, state, created_at, seats, gift"
    ),
    "masterclass.payments": (
        "id, user_id, stripe_payment_id, amount_minor, currency, paid_at, refunded_minor, dispute_state, order_id,"
        " subtotal_minor, discount_minor, tax_minor, promotion_code, seats"
    ),
    "masterclass.refunds": "stripe_refund_id, stripe_payment_id, amount_minor, status, reason, created_at",
    "masterclass.disputes": "stripe_dispute_id, stripe_payment_id, status, updated_at",
    "masterclass.completed_blocks": "user_id, block_id, completed_at",
    "masterclass.module_progress": (
        "user_id, module_id, block_id, read_at, best_score_percent, passed_at, completed_at"
    ),
    "masterclass.quiz_attempts": (
        "id, user_id, module_id, question_ids, pass_percent, started_at, completed_at, score_percent"
    ),
    "masterclass.quiz_responses": "attempt_id, question_id, chosen, credit, answered_at",
    "masterclass.conversations": "id, user_id, module_id, created_at",
    "masterclass.messages": "id, conversation_id, role, content, citations, created_at",
    "masterclass.ai_spend": "day, settled_microusd",
}
