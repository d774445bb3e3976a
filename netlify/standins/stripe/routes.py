"""Every address of the API: who answers it, and with which of Stripe's parameters."""

from netlify.standins.stripe import endpoints as webhooks
from netlify.standins.stripe import operations, sessions
from netlify.standins.stripe.api import Endpoint, Operation
from netlify.standins.stripe.resources import listing, retrieving

PAGE = frozenset({"created", "limit", "starting_after", "ending_before"})

Addressed = tuple[str, str, Endpoint]


def endpoints() -> list[Addressed]:
    """Return (method, path, endpoint) of everything that is answered."""
    return [*_checkout(), *_money(), *_catalogue()]


def _checkout() -> list[Addressed]:
    url = "/v1/checkout/sessions"
    filters = "customer_details.email customer payment_intent status"
    return [
        *_read(url, "checkout.session", "checkout.Session", filters),
        ("POST", url, Endpoint(sessions.create, "checkout.SessionCreateParams", sessions.DONE)),
        _changed(f"{url}/{{id}}", operations.updating("checkout.session"), "checkout.SessionUpdate", "metadata"),
        _changed(f"{url}/{{id}}/expire", sessions.expire, "checkout.SessionExpire"),
        ("GET", f"{url}/{{id}}/line_items", _page(sessions.list_line_items, "checkout.SessionLineItemListParams")),
    ]


def _money() -> list[Addressed]:
    refund, dispute = "/v1/refunds", "/v1/disputes"
    return [
        *_read(refund, "refund", "Refund", "charge payment_intent"),
        _changed(refund, operations.create_refund, "RefundCreate", "charge payment_intent amount reason metadata"),
        _changed(f"{refund}/{{id}}", operations.updating("refund"), "RefundUpdate", "metadata"),
        _changed(f"{refund}/{{id}}/cancel", operations.cancel_refund, "RefundCancel"),
        *_read(dispute, "dispute", "Dispute", "charge payment_intent"),
        _changed(f"{dispute}/{{id}}", operations.update_dispute, "DisputeUpdate", "evidence submit"),
        _changed(f"{dispute}/{{id}}/close", operations.close_dispute, "DisputeClose"),
        *_read("/v1/payment_intents", "payment_intent", "PaymentIntent", "customer"),
        *_read("/v1/payment_methods", "payment_method", "PaymentMethod", "customer type", lists=False),
        *_read("/v1/charges", "charge", "Charge", "payment_intent customer"),
        *_read("/v1/balance_transactions", "balance_transaction", "BalanceTransaction", "source type currency"),
        *_read("/v1/customers", "customer", "Customer", "email"),
        *_read("/v1/invoices", "invoice", "Invoice", "customer status"),
        ("GET", "/v1/webhook_endpoints", _page(webhooks.list_endpoints, "WebhookEndpointListParams")),
        *_read("/v1/events", "event", "Event", "type types delivery_success"),
    ]


def _catalogue() -> list[Addressed]:
    price, product, coupon, code = "/v1/prices", "/v1/products", "/v1/coupons", "/v1/promotion_codes"
    priced = (
        "active billing_scheme currency lookup_key metadata nickname product product_data.name tax_behavior tiers"
        " tiers_mode unit_amount"
    )
    offered = "active code expires_at max_redemptions metadata promotion restrictions"
    return [
        *_read(price, "price", "Price", "active currency lookup_keys product type"),
        _changed(price, operations.create_price, "PriceCreate", priced),
        _changed(f"{price}/{{id}}", operations.updating("price"), "PriceUpdate", "active metadata nickname lookup_key"),
        *_read(product, "product", "Product", "active ids"),
        _changed(product, operations.create_product, "ProductCreate", "active description id metadata name"),
        _changed(f"{product}/{{id}}", operations.updating("product"), "ProductUpdate", "active metadata name"),
        *_read(coupon, "coupon", "Coupon", ""),
        _changed(
            coupon,
            operations.create_coupon,
            "CouponCreate",
            "amount_off currency duration id max_redemptions metadata name percent_off redeem_by",
        ),
        _changed(f"{coupon}/{{id}}", operations.updating("coupon"), "CouponUpdate", "metadata name"),
        *_read(code, "promotion_code", "PromotionCode", "active code coupon"),
        _changed(code, operations.create_promotion_code, "PromotionCodeCreate", offered),
        _changed(f"{code}/{{id}}", operations.updating("promotion_code"), "PromotionCodeUpdate", "active metadata"),
    ]


def _read(url: str, kind: str, name: str, filters: str, *, lists: bool = True) -> list[Addressed]:
    one: Addressed = ("GET", f"{url}/{{id}}", Endpoint(retrieving(kind), f"{name}RetrieveParams"))
    return [one, *([("GET", url, _page(listing(kind, url), f"{name}ListParams", filters))] if lists else [])]


def _page(operation: Operation, parameters: str, filters: str = "") -> Endpoint:
    return Endpoint(operation, parameters, PAGE | frozenset(filters.split()))


def _changed(path: str, operation: Operation, name: str, done: str = "") -> Addressed:
    return ("POST", path, Endpoint(operation, f"{name}Params", frozenset(done.split())))


# What Stripe answers and this stand-in does not, by the first word of the address.
ELSEWHERE = frozenset(
    {
        "account", "account_links", "account_sessions", "accounts", "apple_pay", "application_fees", "apps", "balance",
        "balance_settings", "billing", "billing_portal", "checkout", "climate", "confirmation_tokens", "country_specs",
        "credit_notes", "customer_sessions", "customers", "entitlements", "ephemeral_keys", "exchange_rates",
        "file_links", "files", "financial_connections", "forwarding", "identity", "invoice_payments",
        "invoice_rendering_templates", "invoiceitems", "invoices", "issuing", "linked_accounts", "mandates",
        "payment_attempt_records", "payment_intents", "payment_links", "payment_method_configurations",
        "payment_method_domains", "payment_methods", "payment_records", "payouts", "plans", "quotes", "radar",
        "reporting", "reviews", "setup_attempts", "setup_intents", "shipping_rates", "sigma", "sources",
        "subscription_items", "subscription_schedules", "subscriptions", "tax", "tax_codes", "tax_ids", "tax_rates",
        "terminal", "test_helpers", "tokens", "topups", "transfers", "treasury", "webhook_endpoints",
    }
)  # fmt: skip
_NOT_DONE_OF_OURS = frozenset(
    {
        ("POST", "charges"), ("DELETE", "coupons"), ("DELETE", "products"),
        ("GET", "charges"), ("GET", "prices"), ("GET", "products"), ("POST", "products"),
    }
)  # fmt: skip


def is_stripes(method: str, path: str) -> bool:
    """Whether Stripe itself answers an address that is none of the above."""
    steps = path.strip("/").split("/")
    if path.endswith("/") or steps[0] != "v1" or len(steps) < 2 or method not in {"GET", "POST", "DELETE"}:
        return False
    if steps[1] == "checkout":
        return False
    return (
        steps[1] in ELSEWHERE
        or ((method, steps[1]) in _NOT_DONE_OF_OURS and len(steps) > 2)
        or ((method, path) == ("POST", "/v1/charges"))
    )
