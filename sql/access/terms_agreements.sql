-- Written by functions; a member sees their own.

call masterclass.protect('masterclass.terms_agreements');

create policy members_read_their_agreements on masterclass.terms_agreements
  for select to authenticated using (user_id = (select auth.uid()));
grant select on masterclass.terms_agreements to authenticated;
