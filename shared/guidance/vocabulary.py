"""How members say what the lessons call otherwise: abbreviations, trade names and everyday words for the course's own.

Before each `=`, in lower case, what a question says; after it, what is looked for besides. An entry earns its place
where the lessons do not use its left side themselves; spelling mistakes need none, they are found by their likeness.
"""

_PAIRS = (
    pair.strip().partition(" = ")
    for pair in """
    savings rate = saving rate; asset = net worth owned; assets = net worth owned; liabilities = net worth owed;
    saving percentage = saving rate; rainy day = emergency fund; budget = cash flow spending; budgeting = cash flow
    spending; hysa = insured savings account; high yield = insured savings account; fdic = deposits insured bank;
    ncua = deposits insured bank; sipc = broker fails insured; networth = net worth; assets minus liabilities = net
    worth owned owed; balance sheet = net worth statement; lifestyle inflation = lifestyle creep; live like a
    resident = lifestyle creep resident; order of operations = order for every dollar; waterfall = order for every
    dollar; priorities = order for every dollar; priority = order for every dollar; prioritize = order for every
    dollar; wife = partner household; husband = partner household; spouse = partner married household; stay at home
    = unpaid work partner; pay yourself first = saving rate payday; rule of thumb = usual size; cash reserve =
    emergency fund; t bills = money market fund cash;

    pslf = public service loan forgiveness pslf; psfl = public service loan forgiveness pslf; idr = income repayment
    plan ibr rap; income driven = income repayment plan ibr rap; ibr = income-based repayment ibr; rap = repayment
    assistance plan rap; paye = paye older plans close; repaye = save plan; icr = icr older plans close; mfs =
    married filing apart separately; mfj = married joint return; filing separately = married filing apart joint
    return; filing seperately = married filing apart joint return; tax bomb = forgiveness federal income tax taxed
    outside pslf; refi = refinance private lender; refinancing = refinance private lender; sofi = refinance private
    lender; ecf = certify employment form; employment certification = certify employment form; recert = recertify
    income; grad plus = grad plus borrow limits; gradplus = grad plus borrow limits; nhsc = national health service
    corps; ihs = indian health service repayment; underserved = national health service corps shortage area; 501c3 =
    nonprofit employer qualifies 501(c)(3); buy back = buyback months; mohela = servicer payment history; nelnet =
    servicer payment history; fafsa = federal borrow limits; deferment = forbearance months; dept of ed = education
    department federal student aid;

    own occ = own occupation definition; any occ = any occupation definition; own occupation = own occupation
    definition; di = disability insurance policy; ltd = group disability policy employer; std = group disability
    policy sick pay; idi = individual disability policy; ssdi = social security disability pays work at all; workers
    comp = workers compensation; elimination period = waiting period elimination; cola = cost-of-living rider; fio =
    future increase option; future purchase = future increase option; gio = future increase option; gsi = training
    program offer without medical questions; noncan = non-cancelable guaranteed renewable; noncancellable =
    non-cancelable guaranteed renewable; noncancelable = non-cancelable guaranteed renewable; partial disability =
    residual benefit; gender neutral = unisex rates; boe = overhead coverage practice rent; business overhead =
    overhead coverage practice rent; buy sell = buy-out coverage partners share; preexisting = pre-existing
    conditions exclusions; mental health = mental nervous disorders; psych = mental nervous disorders; whole life =
    whole life permanent insurance; universal life = universal life permanent insurance; iul = universal life
    permanent insurance; vul = universal life permanent insurance; term life = term insurance; term policy = term
    insurance; cash value = permanent insurance account; death benefit = life insurance need;

    rvu = work rvu; wrvu = work rvu; wrvus = work rvu; rvus = work rvu; cf = conversion factor; ruc = work rvu time
    intensity; gpci = geographic medicare fee; facility = medicare fee practice expense; pto = benefits vacation;
    cme = benefits; total comp = benefits as pay; comp = pay salary production; compensation = pay salary
    production; mgma = survey median rate; eat what you kill = partners paid production income;

    noncompete = non-compete; noncompetes = non-compete; non compete = non-compete; non competes = non-compete;
    restrictive = non-compete; restrictive covenant = non-compete; ftc = federal ban non-compete; malpractice =
    claims-made tail coverage; nose coverage = prior acts tail claims-made; clawback = bonus repayment; claw back =
    bonus repayment; sign on = sign-on bonus; signing bonus = sign-on bonus; j1 = j-1 visa waiver; j-1 = j-1 visa
    waiver; h1b = h-1b visa; h-1b = h-1b visa; conrad = visa waiver conrad; green card = visa; fire me = termination
    without cause; fired = termination without cause; verbally = written terms promised; lawyer = attorney review
    contract; counteroffer = negotiating offer; counter offer = negotiating offer;

    fica = payroll taxes social security medicare; niit = net investment income tax medicare; effective rate =
    average rate marginal; bracket = marginal rate bracket; brackets = marginal rate bracket; w4 = withholding form
    w-4; w-4 = withholding form w-4; w2 = employee wages w-2; w-2 = employee wages w-2; 1099 = 1099 self-employed;
    estimated payments = estimated tax safe harbor quarterly; underpayment = safe harbor penalty estimated; 110 rule
    = safe harbor last year tax; 110% = safe harbor last year tax; itemize = deductions itemized standard; salt =
    state and local tax deduction; daf = donor-advised fund giving deduction; april = withholding due april; irs =
    tax return; agi = adjusted gross income; magi = adjusted gross income; wage base = social security payroll tax
    wage;

    401k = 401(k) plan at work limit; 401(k) = 401(k) plan at work limit; 403b = 403(b) plan at work limit; 403(b) =
    403(b) plan at work limit; 457b = 457(b) plan; 457 = 457(b) plan; 457(b) = 457(b) plan; 415c = overall limit;
    415(c) = overall limit; true up = match front-load year; front loading = match lost early in the year; hsa =
    health savings account; fsa = flexible spending health account; tsp = plan at work; catch up = catch-up
    contributions limit age; traditional = pre-tax; mega backdoor = after-tax money overall limit; employer match =
    match employer; hdhp = high-deductible health plan health savings account; sep = sep ira; simple ira = ira
    pro-rata; 8606 = form 8606; trad ira = traditional ira pre-tax balance; recharacterise = recharacterize repair;
    recharacterize = recharacterize repair; prorata = pro-rata rule; backdoor = backdoor roth four steps; spousal
    ira = spouse ira each;

    etf = index fund; etfs = index fund; vti = index fund; vtsax = index fund; expense ratio = fund cost fee expense
    ratio; tdf = target date fund; target date = target date fund; aum = adviser fee share of assets; fiduciary =
    adviser fiduciary; advisor = adviser; advisors = advisers; cfp = adviser; robo = adviser index fund; tlh =
    tax-loss harvesting losses; crash = bad years fall market; bear market = bad years fall market; asset location =
    which account belongs; equities = stocks; fixed income = bonds; sequence = bad years retirement;

    doctor loan = physician mortgage; doc loan = physician mortgage; doctor mortgage = physician mortgage; pmi =
    mortgage insurance physician mortgage; zero down = no down payment physician mortgage; dti = house payment share
    of income carry; daycare = child care; nanny = child care household employee; fmla = leave family unpaid job;
    maternity = leave birth; paternity = leave birth; parental = leave birth; 529 = 529 plan college children; 529s
    = 529 plan college children; utma = children account custodial; college = 529 plan children education; trump
    account = children accounts federal; trump accounts = children accounts federal; ltc = long-term care parents;
    long term care = long-term care parents; aging parents = parents need support; house poor = what you can carry;

    mdm = decision-making elements; e m = visit level time decision-making; e/m = visit level time decision-making;
    ros = review of systems history does not count; review of systems = history examination does not count; 99213 =
    visit level decision-making moderate low; 99214 = visit level decision-making moderate; 99215 = visit level
    decision-making high; 99203 = visit level new patient; 99204 = visit level new patient; level 4 = visit level
    moderate minutes total time; level 5 = visit level high minutes total time; modifier = two services one day
    modifier 25; mod 25 = two services one day modifier 25; g2211 = g2211 add-on continuity; pajama time = total
    time on the date; copy forward = copied note does not count; cloned = copied note does not count; scribe =
    documentation does not count; upcoding = over-coding audits; undercoding = under-coding audits; downcoding =
    under-coding audits; charting = documentation total time; emr = record note documentation; ehr = record note
    documentation;

    awv = annual wellness visit; ippe = welcome to medicare wellness; ccm = chronic care management ccm; apcm =
    advanced primary care management apcm; pcm = care management month; tcm = transitional care after hospital
    discharge; acp = advance care planning; cocm = collaborative care behavioral health; collaborative care =
    behavioral health collaborative care; bhi = behavioral health integration; rpm = remote monitoring outside
    companies; copay = cost-sharing consent; vendor = outside company; incident to = supervision who may do what;

    ar = days in receivables; a/r = days in receivables; accounts receivable = days in receivables; rcm = billing
    net collection denials; dashboard = one-page report; kpi = one-page report; kpis = one-page report; dpc = direct
    primary care; concierge = direct primary care other models; payer mix = payers prices; insurers = payers prices
    contract; no show = unfilled slot capacity; no shows = unfilled slot capacity; noshow = unfilled slot capacity;
    ma = medical assistant medicare advantage; np = nurse practitioner; pa = physician assistant;

    aco = accountable care organization shared savings; acos = accountable care organization shared savings; mssp =
    shared savings program; reach = aco reach programs; hcc = risk score benchmark; raf = risk score benchmark; vbc
    = value-based care; capitation = per month payment two-sided; downside = two-sided losses; attribution = whose
    patient assigned; attributed = whose patient assigned; msr = minimum savings rate size luck; apm = alternative
    payment model qp; mips = mips qp conversion factor; qpp = mips qp conversion factor; hedis = quality gate
    measures; macra = mips qp;

    s corp = s-corporation; scorp = s-corporation; s corporation = s-corporation; llc = s-corporation liability
    company entity; sole prop = sole proprietor s-corporation; qbi = business income deduction taxes; solo 401k =
    solo 401(k) own plan; solo 401 = solo 401(k) own plan; aca = health insurance marketplace own; cobra = health
    insurance after leaving; locum = 1099 locum hourly rate; locums = 1099 locum hourly rate; moonlighting = 1099
    self-employed; side gig = 1099 self-employed; stark = stark law forbids referrals; aks = anti-kickback law
    forbids; kickback = anti-kickback law forbids; buy in = buy in share practice; buyin = buy in share practice;
    valuation = what you buy goodwill price; private equity = what you buy practice sale; buyout = buy-out leaving
    share; self employment tax = self-employed taxes s-corporation; credentialing = credentialing payers starting;
    startup = starting a practice costs; start up = starting a practice costs;

    umbrella = umbrella liability insurance first; sued = lawsuit judgment liability insurance; lawsuit = judgment
    liability insurance; creditors = shield creditors plans iras home; homestead = home shield creditors; tod =
    transfer on death; pod = transfer on death payable; poa = power of attorney; prenup = marriage agreement
    divorce; prenuptial = marriage agreement divorce; qdro = divorce retirement plan order; ex wife = divorce
    beneficiary form; ex husband = divorce beneficiary form; my ex = divorce beneficiary form; fire = the number
    enough retire part-time; coast fire = the number enough part-time; retire = the number enough spending;
    retirement = the number enough plans; swr = the number withdrawal; 4 rule = the number withdrawal share; 4% =
    the number withdrawal share; estate = will trusts beneficiary; estate planning = will trusts guardians; checkup
    = yearly review; annual review = yearly review; kids = children; kid = children dependent; kiddo = children
    """.replace("\n    ", " ").split(";")
)
SYNONYMS = {said: meant for said, _, meant in _PAIRS}

# Words that say nothing of what a question is about, beside those that Postgres leaves out itself.
HOLLOW = frozenset(
    """
    able about above actually add afterwards again all almost already also always am america american amount an and
    another answer any anyone anything anyway are around as ask asked asking at away back bad bc be because been
    before begin being best better between big bigger bit both briefly bring but by call came can cannot cant case
    cases change check clear clearly come compare could course cuz day days deal dear deeper define describe detail
    details did didnt differ difference different do does doesnt doing done dont down dr dunno each easier easy
    elaborate eli5 else etc even ever every everything exactly example examples expand explain explanation far feel
    few figure find fine first five for from further general generally get gets getting give given go goes going
    gone gonna good got gotta great ha had hand happen happens hard has have havent he hello help her here hey hi
    him his hmm hold hour hours how however hr hrs huh i id idea if ill im important in instead into is isnt it its
    ive just keep kind know last later lay layman learn least less let lets like likely little lol long look lot
    lots made mainly make makes making many matter matters may maybe me mean meaning means meant might min mine mins
    minute more most much must my myself n name need needed needs never new next no none nope normal not nothing now
    number of off often oh ok okay omg on once one ones only or other others our out over paragraph part particular
    people person place plain plainly please pls plz point possible pretty problem put question quick quickly quite
    r rather real really reason reasons recommend recommended regarding right run said same saw say says screwed
    second see seem send sense sentence set several shall she short shorter should show simple simpler simplify
    simply since so some somebody someone something sort specific specifically start states still stuff such sure
    take takes talk tell terms than thank thanks that thats the their them then there theres these they thing things
    think this tho those though thought through thx time times to today together told tomorrow tonight too top
    totally tried try turn two type typical typically u under understand united until up ur us use used uses using
    usual usually versus very via vs w wanna want wanted wants was wasnt watch way ways we well went were what whats
    when where whether which while who whom whos why will wish with within without wont word words works would write
    wrong wtf x y yeah years yep yes yet you your youre yours
    """.split()  # noqa: SIM905 (a column of strings would take a page)
)
