"""What may be kept, by whom, and how it is asked whether it still holds."""

from shared.caching import cached_by_cdn, kept_by_reader


def test_for_everyone_at_the_edge_alone() -> None:
    """The CDN keeps it, browsers ask each time; made-up parameters are no part of the key."""
    headers = cached_by_cdn("{}", tag="catalogue").headers
    assert headers["cache-control"] == "public, max-age=0, must-revalidate"
    assert "max-age=60" in headers["netlify-cdn-cache-control"]
    assert (headers["netlify-vary"], headers["netlify-cache-tag"]) == ("query=v", "catalogue")


def test_one_readers_own_is_kept_by_nobody_between() -> None:
    """No shared cache may hold it, and another reader's question is another."""
    headers = kept_by_reader("{}").headers
    assert (headers["cache-control"], headers["vary"]) == ("private, no-cache", "authorization")
    assert "netlify-cdn-cache-control" not in headers


def test_the_tag_follows_the_words() -> None:
    """The same words have the same tag, others another."""
    first, again, other = (kept_by_reader(body).headers["etag"] for body in ("a", "a", "b"))
    assert first == again != other
