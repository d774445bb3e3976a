"""masterclass.forget_receipt_of_nobody: a payment without a member."""

from tests.integration.functions.scene import Scene


def test_receipt_and_invoice_go_with_the_member(scene: Scene) -> None:
    """They are kept while there is a member, and no later event brings them back."""
    ann = scene.member()
    scene.payment(ann, receipt_url="https://receipt", invoice_url="https://invoice")
    links = "select receipt_url, invoice_url from masterclass.payments"
    assert scene.row(links) == ["https://receipt", "https://invoice"]
    scene.ask("delete from auth.users where id = %s", ann)
    assert scene.row(links) == [None, None]
    scene.ask("update masterclass.payments set receipt_url = 'https://receipt'")
    assert scene.row(links) == [None, None]
