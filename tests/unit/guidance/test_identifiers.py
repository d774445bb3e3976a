"""Patient identifiers are found, and ordinary questions about money are not taken for any."""

import pytest

from shared.guidance.identifiers import found_in

IDENTIFYING = """
Mrs. Alvarez came in on March 3, 2026 with chest pain, should I bill 99214?
John Smith, seen 03/14/2026, owes a copay. How do I write it off?
My patient MRN 00482913 wants to pay cash
MRN: A-1234567
mrn#4482910 billing question
medical record number 55-1234
Medical record no. 123456 was denied
chart number 88213 was coded wrong
SSN 123-45-6789
her social security number is 123456789
ssn: 123 45 6789
123-45-6789 is the number on the claim
Call the patient at 555-123-4567
(555) 123-4567 is her phone
call me on 5551234567
555.867.5309
+1 415 555 0132
415 555 0132
DOB 4/12/1961
DOB: 04-12-61
date of birth was April 12, 1961
born on 12 April 1961, he has medicare
born 1961-04-12
patient John Smith needs CCM
my patient maria gonzalez has two chronic conditions
patient named Oluwaseun Adeyemi asks about consent
Smith, John 03/14/2026 99213
jane.doe@gmail.com asked about her bill
Maria Garcia was admitted on 3 March and discharged on 9 March
Robert Johnson 2026-03-14 level 4 visit
Mr. Chen's visit of 10/02/2026
patient ID 4471922
Pt #44718 was seen twice
medicare number 1EG4-TE5-MK73
1EG4TE5MK73
member id XQJ882910031
patient's phone 2065550143
J. R. Thompson's appointment on 5/6/2026
Oluwaseun Adeyemi, seen 3/4/2026, diabetes
john smith, seen on 3/4/2026 for diabetes, what code?
patient Mr. Lee
The chart of Thanh Nguyen (DOB 01/02/1950)
Record number 77281 denied
The patient's MRN is 4471-229, can I bill CCM?
Mr. Okafor was seen on 11/02/2026 for a wellness visit
her cell: 206.555.0143
Patient name: Anna Kowalski, level 4?
Ms. Diaz, 3/14/26, no-show fee
mrs. Alvarez 03/14/2026 is fine too
medical record # 7712345
my pt robert johnson owes a deductible
Date of birth 7 July 1950
A 72-year-old, Thanh Nguyen, was admitted on March 3
Her SSN ends up as 078-05-1120 on the form
+44 20 7946 0958
Text her at 3125550188 about the bill
Robert O'Brien seen 03/03/2024
John McDonald, 3/14/2026, 99213
MARIA GONZALEZ seen on 2/3/2025
GONZALEZ, MARIA 02/03/2025 99214
maria gonzalez seen 2/3 for a wellness visit
José Ángel Álvarez seen 3/14/2026
Patient: Xiomara Quispe
Patient name: Xiomara Quispe
the patient (John Smith) wants a discount
patient is a 60 yo named John Smith
pt J. Smith, level 4?
DOB: 03041950
date of birth 030450
Chart 4471229 was denied
123.45.6789 is on the claim
123\u200b-45-\u200b6789
my patient's son was born 3/4/2026
""".strip().splitlines()

ORDINARY = """
Is $330,000 a good salary for 6,000 wRVU at $55?
330000 / 6000 = 55, so what is my rate?
Can I fund a 401(k) and a 457(b) in 2026?
What is Form 8606 and when is it due? April 15, 2026?
I got a 1099 and a W-2. What about 1099-NEC?
What happens on January 1, 2027 to the Roth IRA limit?
Does consolidation of two loans with 60 and 0 payments give 30?
PSLF needs 120 payments, I have 84 since October 1, 2019.
I started as an attending on September 1, 2026. When does my policy begin?
My loans are $228,000 at 6.8% and $40,000 at 5.3%.
Should I buy a house for $610,000 with 0% down?
Dr. Priya Raman starts in September 1; what should she do with the first paycheck?
Charles Schwab charged me a fee on 03/14/2026
Edward Jones sent a statement on March 3, 2026
What is the difference between 99213 and 99214?
Time minimums 20 and 30 minutes, what about 99215 at 40 to 54 minutes?
Call the Department of Education at 1-800-433-3243?
1-855-265-4038 is MOHELA's number, right?
250 500 1000 per month: which is best?
What are ERISA Section 404(c) and 29 CFR 2550.404c-1?
My EIN is 12-3456789; does a solo 401(k) need one?
ICD-10 E11.9 and CPT 99490
The Public Service Loan Forgiveness rules changed on July 1, 2026. What now?
Fannie Mae and Freddie Mac limits from January 1, 2026
I was born in 1980, when can I take Social Security?
Social Security pays five months after disability begins
Is the emergency fund 3-6 months or 6-12?
Between 2019 and 2026 I paid 1,200 a month
In my group we have 2,500 patients per physician; is that too many?
The practice saw 12,340 visits, patient number 2,340 per physician
Patient Protection and Affordable Care Act of March 23, 2010
ratio 1:500 and 24/7 coverage
How many work RVUs is 4,800-5,200?
Payments of 1234.56 and 987.65
How is 0.045 x 123-45 computed?
My salary moves from 240-260-280 thousand over three years
90/110 safe harbour: 90% of this year or 110% of last year's tax?
Due dates: 4/15, 6/15, 9/15 and 1/15?
Due 04/15/2026, 06/15/2026, 09/15/2026 and 01/15/2027?
Medicare number of visits per year for CCM?
The insurance number one rule?
My wife Anna and I file jointly. What is our marginal rate?
The lender Laurel Road wants an answer by March 3, 2026
Bank of America mortgage closing May 5, 2026
I paid off my Grad PLUS loan on June 30, 2025
Merrill Lynch, Morgan Stanley or Vanguard after January 2027?
I signed with Kaiser Permanente on February 1, 2026: who pays tail?
On May 1 I leave the group; tail coverage?
My contract with Providence Health ends 12/31/2026
Dr. James Lee hired me on 7/1/2026; he owes me a bonus
account number? What is a routing number?
policy no. 2 of the group covers 60% of $25,000
Can I get 10-15 percent on 555-thousand?
What is 7,000 of 70,000 as pro rata: 63000/70000?
NPI 1234567893 needed for billing?
In 1999 2004 and 2008 markets fell, what did 2022 do?
record number of applicants in 2025?
W-4 line 4(c) and Schedule SE line 12
The 5-year-old rule on Roth conversions
Is my 2-year-old eligible for a 529?
what about $1,000-$2,000-$3,000 brackets
Contract dated 2026-07-01 with Mercy Hospital, noncompete 25 miles
St. Mary Hospital's offer of June 1, 2026
When was Sallie Mae privatized? December 29, 2004?
Case review first-six-paychecks: is my answer fine?
Johnson & Johnson paid a dividend on 3/10/2026
Trump accounts start July 4, 2026?
One Big Beautiful Bill Act signed July 4, 2025
SAVE plan ended; RAP starts July 1, 2026
I saw a clinic visit rise of 10% on January 1, 2026
We follow up the net collection rate since March 1; Medicare Advantage pays less
Physician Fee Schedule of January 1, 2026: conversion factor 33.40
What is 330000 divided by 55?
Should I put 23,000 or 24,500 into the 403(b)?
How does a 529 differ from a UTMA account?
My FICO is 780 and the loan is 5/1 ARM at 6.125%
Is 100-percent bonus depreciation back since 2025?
Explain the 2-for-1: 2 of 3 elements in MDM
If my wRVUs are 4800 5200 6000 in three years, what is the mean?
How do I read an EOB with $1,250.00 charge and $310.55 paid?
Is a 1031 exchange possible by December 31, 2026?
Between 2010 2015 and 2020 what changed?
The conversion factor was 32.7442 in 2024 and 33.2875 earlier
Does IRC 409A apply? What about 26 USC 72(t)?
Mark Twain said to buy land. True?
Grant me an overview of grant income from June 2026 on
Will May 1 be too late to change withholding?
My partner and I each earned $210,000 in 2025; is $420,000 joint?
Ann Arbor offer: sign by January 15, 2027?
Interest accrues from 06/01/2026 to 12/01/2026 at 5.5 %
Roth IRA 5 year rule from 1 January 2026
An umbrella policy for $5,000,000: how much per $1,000,000?
Does the U.S. Department of Education count my payments since October 1, 2019?
Did the U.S. Treasury change the rate of I bonds on May 1, 2026?
I moved to J.P. Morgan on June 3, 2026
Medicare pays the Annual Wellness Visit once a year; seen March 3, can I bill again on March 5?
Transitional Care Management for a patient discharged on March 3?
Patient Centered Medical Home bonus by December 31?
I saw the Wells Fargo physician loan offer on March 3
Our group of Kaiser Permanente patients ends May 3
Blue Cross denials since January 1, 2026: prior authorization for cancer screening
Los Angeles offers $290,000, sign by May 1: patients per day 20
I was born 03/04/1975, when can I take RMDs?
My birthday is June 5, 1966: when is my full retirement age?
My son was born on May 3, 2026; can I open a 529 or a Trump account?
My husband Mark Davis was born March 3, 1960; when can he take Social Security?
My wife Sarah Miller starts on July 1; should we file separately?
My attorney John Smith says the noncompete ends on July 1, 2026
I was diagnosed with diabetes on June 3, 2025; does own-occupation cover it?
I saw 2/3 of my pay go to taxes
CMS FINAL RULE JANUARY 1, 2026: G2211 WITH MODIFIER 25?
""".strip().splitlines()


@pytest.mark.parametrize("text", IDENTIFYING)
def test_identifiers_are_found(text: str) -> None:
    """Names with dates, record numbers, phone numbers, social security numbers and dates of birth."""
    assert found_in(text.replace("\\u200b", "\u200b")) != []


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_questions_are_not_refused(text: str) -> None:
    """Amounts, years, forms, accounts, codes, companies, laws and due dates are no identifiers."""
    assert found_in(text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("123-45-6789", "a social security number"),
        ("call (555) 123-4567", "a phone number"),
        ("MRN 00482913", "a record or patient number"),
        ("DOB 4/12/1961", "a date of birth"),
        ("jane@example.com", "an e-mail address"),
        ("Mrs. Alvarez came on March 3", "a person's name with a date"),
    ],
)
def test_the_kind_is_said_in_words(text: str, kind: str) -> None:
    """What was found is named, so that its author knows what to leave out."""
    assert kind in found_in(text)


def test_long_text_is_searched_in_no_time() -> None:
    """Two thousand characters of anything are searched without a pattern running away."""
    for piece in (
        "1-",
        "(555) ",
        "Mr. ",
        "Aa ",
        "patient ",
        "a@",
        "9" * 50,
        "March 3 ",
        "MRN: ",
        "born ",
        "A B ",
        "patient is a ",
        "saw a ",
        "my son ",
    ):
        assert isinstance(found_in((piece * 2000)[:2000]), list)
