-- The reader's payments that were made, and those that the bank has still to answer for.
-- Definer: reads payments and orders with their refunds; the reader's own alone.
create or replace function masterclass.reader_payments() returns jsonb
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(jsonb_agg(jsonb_build_object(
           'id', l.id, 'amount', masterclass.money(l.amount_minor, l.currency), 'amount_minor', l.amount_minor,
           'currency', l.currency, 'subtotal_minor', l.subtotal_minor, 'discount_minor', l.discount_minor,
           'tax_minor', l.tax_minor, 'promotion_code', l.promotion_code, 'refunded_minor', l.refunded_minor,
           'payment_date', l.paid_at, 'state', l.state, 'receipt_url', l.receipt_url, 'invoice_url', l.invoice_url,
           'seats', l.seats) order by coalesce(l.paid_at, l.created_at) desc, l.id), '[]')
    from (select p.id, p.amount_minor, p.currency::text, coalesce(p.subtotal_minor, p.amount_minor) as subtotal_minor,
                 p.discount_minor, p.tax_minor, p.promotion_code, masterclass.refunded_minor(p) as refunded_minor,
                 p.paid_at, masterclass.payment_standing(p) as state, p.receipt_url, p.invoice_url, p.seats, p.created_at
            from masterclass.payments as p
           where p.user_id = auth.uid()
             and p.paid_at is not null
             and (p.livemode or not exists (select from masterclass.shop where live))
           union all
          select o.id, o.amount_subtotal_minor, o.currency::text, o.amount_subtotal_minor, 0, 0, null, 0, null, o.state,
                 null, null, o.seats, o.created_at
            from masterclass.orders as o
           where o.user_id = auth.uid()
             and o.state = 'processing') as l
$$;
revoke execute on function masterclass.reader_payments() from public;
grant execute on function masterclass.reader_payments() to authenticated;
