"""What housekeeping asks of the database, a bounded part at a time; the jobs role's statements."""

from shared.database import Executor


def forget_old_records(connection: Executor, most: int) -> int:
    """Remove records that have served their time; return how many."""
    return connection.execute("select masterclass.forget_old_records(%(most)s)", {"most": most}).value()


def forget_abandoned_orders(connection: Executor, most: int) -> int:
    """Close, scrub and at last remove orders that nobody paid; return how many were touched."""
    return connection.execute("select masterclass.forget_abandoned_orders(%(most)s)", {"most": most}).value()


def remove_unconfirmed_accounts(connection: Executor, most: int) -> int:
    """Remove accounts that nobody confirmed within a day; return how many."""
    return connection.execute("select masterclass.remove_unconfirmed_accounts(%(most)s)", {"most": most}).value()


def forget_old_trail(connection: Executor, most: int) -> int:
    """Remove Supabase Auth's trail after a year; return how many entries."""
    return connection.execute("select masterclass.forget_old_trail(%(most)s)", {"most": most}).value()


def withhold_overdue_blocks(connection: Executor) -> int:
    """Keep passages with overdue facts from the guide, and give back those somebody looked at; return how many."""
    return connection.execute("select masterclass.withhold_overdue_blocks()").value()
