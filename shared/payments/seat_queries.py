"""The SQL of seats: a pack's buyer gives and takes them back, whoever has a gift's link claims one."""

from shared.database import Executor


def select_packs(connection: Executor) -> str:
    """Return the packs that the reader bought, as GET seats answers them."""
    return connection.execute("select jsonb_build_object('packs', masterclass.reader_packs())::text").value()


def select_prices(connection: Executor) -> str:
    """Return what access costs, and each seat from how many on; empty before a course was loaded."""
    row = connection.execute(
        "select jsonb_build_object('price', jsonb_build_object('amount_minor', price_amount_minor,"
        " 'currency', price_currency), 'seats', seat_tiers)::text from masterclass.course"
    ).fetchone()
    return row[0] if row else '{"price":null,"seats":[]}'


def assign(connection: Executor, pack: str, email: str) -> str:
    """Give a seat of the reader's pack to an address; return its id. Refused: MC404, MC409."""
    return connection.execute(
        "select masterclass.assign_seat(%(pack)s, %(email)s)::text", {"pack": pack, "email": email}
    ).value()


def take_back(connection: Executor, seat: str) -> None:
    """Take a seat of the reader's pack back. Refused: MC404, MC409 once its holder has completed a module."""
    connection.execute("select masterclass.take_back_seat(%(seat)s)", {"seat": seat})


def claim(connection: Executor, token: str) -> None:
    """Give the seat of a gift to the reader. Refused: MC404, MC409."""
    connection.execute("select masterclass.claim_seat(%(token)s)", {"token": token})


def select_size(connection: Executor, payment_id: str) -> int | None:
    """Return how many seats a payment bought; None for one's own access."""
    return connection.execute("select masterclass.size_of_pack(%(id)s)", {"id": payment_id}).value()


def close(connection: Executor, payment_id: str, addresses: list[str]) -> int:
    """Take seats back for the operator; return how many."""
    return connection.execute(
        "select masterclass.close_seats(%(id)s, %(addresses)s)", {"id": payment_id, "addresses": addresses}
    ).value()
