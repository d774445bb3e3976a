"""Sixty-four instances at once, each a thread with a connection of its own, on one member's one purchase."""

import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from shared.database import PAYMENTS, one_trip
from shared.payments import fact_queries, stripe_objects
from tests.prove.money.lives import PRICE_ID
from tests.prove.money.postgres import Books, leave_instance, post
from tests.prove.money.till import PRICE_MINOR, Sale, checkout, open_shop, sale
from tests.prove.proof import Outcome
from tests.prove.world import world

INSTANCES = 64
NOTE_ROLES = """
create table public.role_changes (user_id uuid not null);
create function public.note_role() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.role_changes values (new.id);
  return null;
end
$$;
create trigger zz_note_role after update of role on masterclass.users for each row
  when (old.role is distinct from new.role) execute function public.note_role();
"""


def fulfilments(size: int, seed: int) -> Outcome:
    """In each round 64 instances are told of the same sale: webhooks, a second Event object, the buyer coming back."""
    del seed  # what differs from round to round is the scheduler's choice
    wrong: list[str] = []
    with world() as made, Books(made.database) as books, Instances() as at_once:
        made.database.execute(NOTE_ROLES)
        for number in range(size):
            bought = sale(str(uuid.uuid4()))
            books.write_order(bought.user_id, bought.order_id, PRICE_ID, PRICE_MINOR)
            statuses = at_once([_told(bought, nth) for nth in range(INSTANCES)])
            counted = [
                books.one(
                    "select count(*) from masterclass.orders where user_id = %s and state = 'paid'", bought.user_id
                ),
                books.one("select count(*) from masterclass.payments where user_id = %s", bought.user_id),
                books.one("select count(*) from public.role_changes where user_id = %s", bought.user_id),
                books.one("select count(*) from masterclass.users where id = %s and role = 'paid'", bought.user_id),
            ]
            if set(statuses) != {200} or counted != [1, 1, 1, 1]:
                wrong.append(f"round {number}: answers {set(statuses)}, orders, payments, changes, paid {counted}")
    says = f"{size * INSTANCES:,} fulfilments; " + (
        "; ".join(wrong[:3]) or "one order, one payment, one change of role each"
    )
    return Outcome(size, len(wrong), says)


def _told(bought: Sale, nth: int) -> Callable[[], int]:
    """Return what the nth instance does: one event, the other, the charge's, or what the landing page does."""

    def lands() -> int:
        fact_queries.apply_fact(one_trip(PAYMENTS), stripe_objects.read_session(bought.completed()["data"]["object"]))
        return 200

    if nth % 4 == 3:
        return lands
    document = (bought.completed(), bought.completed("evt_second"), bought.charged())[nth % 4]
    return lambda: post(document).status


def checkouts(size: int, seed: int) -> Outcome:
    """In each round one member presses Pay in 64 windows: one order, one session at Stripe, the same for everyone."""
    del seed
    wrong: list[str] = []
    with world() as made, Books(made.database) as books, open_shop(made.database), Instances() as at_once:
        checkout(made.member())  # threads share the key set that every instance would fetch for itself
        for number in range(size):
            member = made.member()
            answers: list[str] = []

            def press(member: object = member, answers: list[str] = answers) -> int:
                answer = checkout(member)  # pyright: ignore[reportArgumentType] (bound early, for the loop)
                answers.append(answer.json.get("checkout_session_id", ""))
                return answer.status

            statuses = at_once([press] * INSTANCES)
            orders = books.one("select count(*) from masterclass.orders where user_id = %s", member.id)
            sessions = books.one(
                "select count(*) from local_stripe.objects where kind = 'checkout.session'"
                " and body ->> 'client_reference_id' = %s",
                member.id,
            )
            if (set(statuses), len(set(answers)), orders, sessions) != ({201}, 1, 1, 1):
                wrong.append(f"round {number}: answers {set(statuses)}, {orders} orders, {sessions} sessions")
    says = f"{size * INSTANCES:,} checkouts; " + ("; ".join(wrong[:3]) or "one order, one session each")
    return Outcome(size, len(wrong), says)


class Instances:
    """Threads that stay, as instances of a function do; called with as many acts, they do them at the same moment."""

    def __enter__(self) -> "Instances":
        self._pool = ThreadPoolExecutor(INSTANCES)
        self._barrier = Barrier(INSTANCES)
        return self

    def __call__(self, acts: Sequence[Callable[[], int]]) -> list[int]:
        """Do them, and return what they returned."""
        return list(self._pool.map(self._together, acts))

    def __exit__(self, *_: object) -> None:
        list(self._pool.map(self._together, [_leave] * INSTANCES))
        self._pool.shutdown()

    def _together(self, act: Callable[[], int]) -> int:
        self._barrier.wait(60)
        return act()


def _leave() -> int:
    leave_instance()
    return 0
