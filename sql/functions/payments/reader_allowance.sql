-- What an employer who reimburses education wants to see of one of the reader's payments: what was bought and paid, the
-- syllabus with its minutes, and the certificate where it is earned. Refuses another's payment and one that came to nothing.
-- Definer: reads payments and certificates; the reader's own alone.
create or replace function masterclass.reader_allowance(payment uuid) returns jsonb
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  found jsonb;
begin
  select jsonb_build_object(
           'payment', coalesce(p.stripe_payment_id, p.checkout_session_id), 'paid_at', p.paid_at, 'seats', p.seats,
           'currency', p.currency::text, 'promotion_code', p.promotion_code,
           'subtotal', masterclass.money(coalesce(p.subtotal_minor, p.amount_minor), p.currency::text),
           'discount', masterclass.money(p.discount_minor, p.currency::text),
           'tax', masterclass.money(p.tax_minor, p.currency::text),
           'refunded', masterclass.money(masterclass.refunded_minor(p), p.currency::text),
           'paid', masterclass.money(p.amount_minor - masterclass.refunded_minor(p), p.currency::text),
           'state', masterclass.payment_standing(p),
           'name', u.name, 'email', u.email, 'course', c.title, 'version', c.version,
           'modules', (select jsonb_agg(jsonb_build_object('title', m.title, 'minutes', m.minutes) order by m.order_index)
                         from masterclass.content_modules as m
                        where m.retired_at is null),
           'certificate', (select jsonb_build_object('code', e.code, 'issued_on', masterclass.day_of_issue(e))
                             from masterclass.certificates as e
                            where e.user_id = u.id))
    into found
    from masterclass.payments as p
    join masterclass.users as u on u.id = p.user_id
    cross join masterclass.course as c
   where p.id = payment
     and p.user_id = auth.uid()
     and p.paid_at is not null;
  if found is null then
    raise exception using errcode = 'MC404', detail = '{"says": "You have no such payment."}';
  end if;
  return found;
end
$$;
revoke execute on function masterclass.reader_allowance(uuid) from public;
grant execute on function masterclass.reader_allowance(uuid) to authenticated;
