"""The owner's figures defined a second time: plain Python over every row, written from their description alone."""

import statistics
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg

Row = dict[str, Any]


class Slow:
    """All the rows, and each figure counted from them."""

    def __init__(self, connection: psycopg.Connection[Any]):
        self._connection = connection
        self.modules = [one for one in self._all("content_modules") if one["retired_at"] is None]
        self.modules.sort(key=lambda one: one["order_index"])

    def _all(self, table: str) -> list[Row]:
        cursor = self._connection.execute(f"select * from {table if '.' in table else 'masterclass.' + table}".encode())
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    def figures(self) -> Row:
        """Return what masterclass.owner_figures() should say, money and people and answers."""
        return {
            "sales": self.sales(),
            "refunds": self.refunds(),
            "funnel": self.funnel(),
            "blocks": self.blocks(),
            "completion": self.completion(),
            "items": self.items(),
            "guide": self.guide(),
        }

    def sales(self) -> list[Row]:
        """Each paid payment into its month, currency, kind and code."""
        gifts = {one["id"] for one in self._all("orders") if one["gift"]}
        sums = dict[tuple[str, ...], Row]()
        for one in self._all("payments"):
            kind = "access" if one["seats"] is None else "gift" if one["order_id"] in gifts else "pack"
            key = (_month(one["paid_at"]), one["currency"], kind, one["promotion_code"] or "")
            names = ("month", "currency", "kind", "code")
            row = sums.setdefault(key, dict(zip(names, key, strict=True)) | dict.fromkeys(SUMS, 0))
            lost = one["amount_minor"] - one["refunded_minor"] if one["dispute_state"] == "lost" else 0
            kept = one["amount_minor"] - one["refunded_minor"] - lost
            row["payments"] += 1
            row["seats"] += one["seats"] or 0
            for name, amount in (
                ("subtotal", one["subtotal_minor"]),
                ("discount", one["discount_minor"]),
                ("tax", one["tax_minor"]),
                ("paid", one["amount_minor"]),
                ("refunded", one["refunded_minor"]),
                ("lost", lost),
                ("net", kept - _half_up(one["tax_minor"] * kept, one["amount_minor"])),
            ):
                row[f"{name}_minor"] += amount
        return [sums[key] for key in sorted(sums)]

    def refunds(self) -> list[Row]:
        """Each refund that did not fail, and each lost dispute, into its month and reason."""
        payments = {one["stripe_payment_id"]: one for one in self._all("payments")}
        back = [
            (_month(one["created_at"]), one["reason"] or "", one["amount_minor"])
            for one in self._all("refunds")
            if one["status"] not in {"failed", "canceled"}
        ]
        for one in self._all("disputes"):
            paid = payments[one["stripe_payment_id"]]
            if one["status"] == "lost":
                amount = paid["amount_minor"] - paid["refunded_minor"]
                back.append((_month(one["updated_at"]), "dispute_lost", amount))
        keys = sorted({(month, reason) for month, reason, _ in back})
        found = [(key, [amount for month, reason, amount in back if (month, reason) == key]) for key in keys]
        return [
            {
                "month": key[0],
                "currency": "usd",
                "reason": key[1],
                "refunds": len(amounts),
                "amount_minor": sum(amounts),
            }
            for key, amounts in found
        ]

    def funnel(self) -> list[Row]:
        """Each member into the week in which they signed up, once for each stage."""
        previews = {one["id"] for one in self.modules if one["is_preview"]}
        progress = self._all("module_progress")
        reached = {
            "confirmed": {one["id"] for one in self._all("auth.users") if one["email_confirmed_at"]},
            "previewed": {one["user_id"] for one in progress if one["module_id"] in previews},
            "checkout": {one["user_id"] for one in self._all("orders")},
            "paid": {one["user_id"] for one in self._all("payments") if one["paid_at"]},
            "certified": {one["user_id"] for one in self._all("certificates")},
        }
        done = [
            {one["user_id"] for one in progress if one["module_id"] == module["id"] and one["completed_at"]}
            for module in self.modules
        ]
        weeks = defaultdict[str, set[Any]](set)
        for one in self._all("users"):
            day = one["created_at"].astimezone(UTC).date()
            weeks[(day - timedelta(days=day.weekday())).isoformat()].add(one["id"])
        return [
            {"week": week, "signed_up": len(members)}
            | {stage: len(members & them) for stage, them in reached.items()}
            | {"modules": [len(members & them) for them in done]}
            for week, members in sorted(weeks.items())
        ]

    def blocks(self) -> list[Row]:
        """Each section of each module: who began the module, who read the section."""
        began = Counter(one["module_id"] for one in self._all("module_progress"))
        read = Counter(one["block_id"] for one in self._all("completed_blocks"))
        sections = sorted(self._all("content_blocks"), key=lambda one: one["position"])
        return [
            {
                "module": module["slug"],
                "title": module["title"],
                "block": one["key"],
                "heading": one["heading"],
                "began": began[module["id"]],
                "reached": read[one["id"]],
            }
            for module in self.modules
            for one in sections
            if one["module_id"] == module["id"] and one["retired_at"] is None
        ]

    def completion(self) -> list[Row]:
        """Each buyer into the month of their first purchase for themselves."""
        first = dict[Any, datetime]()
        for one in self._all("payments"):
            if one["seats"] is None and one["user_id"]:
                first[one["user_id"]] = min(first.get(one["user_id"], one["paid_at"]), one["paid_at"])
        done = Counter(one["user_id"] for one in self._all("module_progress") if one["completed_at"])
        certified = {one["user_id"] for one in self._all("certificates")}
        cohorts = defaultdict[str, list[Any]](list)
        for member, moment in first.items():
            cohorts[_month(moment)].append(member)
        count = len(self.modules)
        return [
            {
                "month": month,
                "members": len(members),
                "one": sum(done[one] >= 1 for one in members),
                "half": sum(2 * done[one] >= count for one in members),
                "whole": sum(done[one] == count for one in members),
                "certified": sum(one in certified for one in members),
            }
            for month, members in sorted(cohorts.items())
        ]

    def items(self) -> list[Row]:
        """Each question over the first completed attempt of each member at its quiz."""
        firsts = dict[tuple[Any, Any], Row]()
        for one in self._all("quiz_attempts"):
            key = (one["user_id"], one["module_id"])
            if one["completed_at"] and (key not in firsts or _order(one) < _order(firsts[key])):
                firsts[key] = one
        counted = {one["id"] for one in firsts.values()}
        answers = [one for one in self._all("quiz_responses") if one["attempt_id"] in counted]
        totals = defaultdict[Any, float](float)
        for one in answers:
            totals[one["attempt_id"]] += float(one["credit"])
        by_question = defaultdict[Any, list[Row]](list)
        for one in answers:
            by_question[one["question_id"]].append(one)
        places = {one["id"]: (number, one) for number, one in enumerate(self.modules)}
        questions = [one for one in self._all("quiz_questions") if one["id"] in by_question]
        questions.sort(key=lambda one: (places[one["module_id"]][0], one["position"], one["key"], one["version"]))
        return [_item(one, places[one["module_id"]][1], by_question[one["id"]], totals) for one in questions]

    def guide(self) -> Row:
        """Each answer into its month, and once for each section that it cites."""
        answers = [one for one in self._all("messages") if one["role"] == "assistant" and one["status"] != "pending"]
        costs = Counter[str]()
        for one in self._all("ai_spend"):
            costs[one["day"].isoformat()[:7]] += one["settled_microusd"]
        months = sorted({_month(one["created_at"]) for one in answers} | set(costs))
        cited = Counter(place for one in answers for place in {_cited(citation) for citation in one["citations"]})
        return {
            "months": [
                {
                    "month": month,
                    "answers": sum(_month(one["created_at"]) == month for one in answers),
                    "not_covered": sum(_month(one["created_at"]) == month and not one["citations"] for one in answers),
                    "cost_microusd": costs[month],
                }
                for month in months
            ],
            "blocks": [
                {"module": place[0], "block": place[1], "heading": place[2], "answers": count}
                for place, count in sorted(cited.items(), key=lambda one: (-one[1], one[0]))
            ],
        }


MONEY = ("subtotal", "discount", "tax", "paid", "refunded", "lost", "net")
SUMS = ("payments", "seats", *(f"{name}_minor" for name in MONEY))


def _item(question: Row, module: Row, answers: list[Row], totals: dict[Any, float]) -> Row:
    answers.sort(key=lambda one: (totals[one["attempt_id"]], one["attempt_id"]))
    count = len(answers)
    size = _half_up(27 * count, 100)
    earned = [float(one["credit"]) for one in answers]
    rests = [totals[one["attempt_id"]] - float(one["credit"]) for one in answers]
    varied = len(set(earned)) > 1 and len(set(rests)) > 1
    sides = {"everyone": answers, "lowest": answers[:size], "highest": answers[count - size :]}
    picks = {side: Counter(pick for one in rows for pick in one["chosen"]) for side, rows in sides.items()}
    return {
        "module": module["slug"],
        "title": module["title"],
        **{name: question[name] for name in ("key", "version", "kind", "question")},
        "current": question["retired_at"] is None,
        "n": count,
        "right_answers": sum(credit == 1 for credit in earned),
        "mean_credit": sum(earned) / count,
        "correlation": statistics.correlation(earned, rests) if varied else None,
        "group_size": size,
        "options": [
            {"id": one["id"], "text": one["text"], "correct": one["id"] in question["correct_answer"]}
            | {side: counted[one["id"]] for side, counted in picks.items()}
            for one in question["options"]
        ],
    }


def _order(attempt: Row) -> tuple[Any, Any]:
    return attempt["completed_at"], attempt["id"]


def _cited(citation: Row) -> tuple[str, str, str]:
    return citation["module"], citation["block"], citation["heading"]


def _month(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m")


def _half_up(part: int, whole: int) -> int:
    """Return part ÷ whole as Postgres rounds: halves away from zero."""
    return (2 * part + whole) // (2 * whole) if whole else 0
