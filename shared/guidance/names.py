"""Given names, by which a person's name is told from the many capitalised words of money."""

# Frequent given names in the United States (Social Security Administration, popular names by decade) and among
# patients with roots elsewhere; those that are ordinary words or companies of finance are looked at with more care.
GIVEN = frozenset(
    """
    aaron abdul abigail adam adriana ahmed aisha alan albert alejandro alex alexander alexandra alexis ali alice
    alicia allison alyssa amanda amber amelia amir amy ana andrea andrew angel angela anita ann anna anne annie
    anthony antonio arjun arthur ashley austin ava barbara ben benjamin bernard beth betty beverly bob bobby bonnie
    brandon brenda brian brittany bruce bryan caitlin carl carla carlos carmen carol caroline carolyn catherine
    cathy charlene charles charlotte cheryl chloe chris christian christina christine christopher cindy claire clara
    connor courtney craig crystal cynthia dan daniel danielle darlene darnell david dawn deborah debra deepak denise
    dennis diana diane diego dmitri don donald donna doris dorothy douglas dylan ed eddie edna eduardo edward eileen
    eleanor elena elijah elise elizabeth ella ellen emily emma eric erica erin esther ethan eugene eva evan evelyn
    fatima felicia fernando florence frances francis francisco fred gabriel gabriela gary george gerald gloria
    gordon greg gregory guadalupe hannah harold harry hassan heather hector helen henry herbert howard hugo ian
    ibrahim imani ines irene isaac isabel isabella ivan jack jackie jackson jacob jacqueline jamal james jamie jane
    janet janice jasmine jason jay jean jeff jeffrey jennifer jeremy jerome jerry jesse jessica jesus jill jim jimmy
    joan joe joel john johnny jon jonathan jordan jorge jose joseph joshua joyce juan juanita judith judy julia
    julie justin karen karl kate katherine kathleen kathy katie kayla keith kelly ken kenneth kevin kim kimberly
    kristen kumar kyle lakisha larry latoya laura lauren lawrence leah lee leon leonard leroy leslie liam lillian
    linda lisa lois lori louis louise lucas lucia lucy luis lydia madison malik manuel marcus margaret maria marie
    marilyn mario marjorie martha martin marvin mary matthew maureen megan mei melissa michael michelle miguel mike
    mildred minh mohamed mohammed monica muhammad nancy natalie natasha nathan neil nicholas nicole nina noah nora
    norma olga oliver olivia omar oscar pamela patricia patrick paul paula pedro peggy peter philip phillip phyllis
    priya rachel rafael raj ralph ramon randy raymond rebecca regina ricardo richard rita robert roberto robin
    rodney roger ronald rosa rosemary roy russell ruth ryan salma samantha samuel sandra sara sarah scott sean
    sergio shannon sharon shawn sheila shirley sofia sophia stanley stephanie stephen steve steven sunita susan
    suzanne sylvia tamara tanya tara ted teresa terry theodore theresa thomas tiffany tim timothy tina todd tom tony
    tracy travis tyler tyrone valerie vanessa vera veronica vicki victor victoria vincent virginia vivian walter
    wanda wayne wei wendy wesley william willie xavier yesenia yolanda yusuf zachary zainab zoe
    """.split()  # noqa: SIM905 (a column of strings would take a page)
)

# Second words that make of a given name a company, a law or a place: Charles Schwab, Edward Jones, Mary Washington.
NOT_SURNAMES = frozenset(
    """
    account accounts act advisors alabama alaska arbor arizona arkansas avenue bank california capital center city
    clinic college colorado connecticut county delaware financial florida foundation fund funds georgia group hancock
    hawaii health hospital idaho illinois indiana insurance iowa ira jones kansas kentucky life loan loans louisiana
    maine maryland mason massachusetts medical medicine memorial michigan minnesota mississippi missouri montana
    mutual nebraska nevada north ohio oklahoma oregon partners pennsylvania plan roth rule san school schwab south
    state street tennessee texas trust university utah vermont virginia washington west wisconsin wyoming
    """.split()  # noqa: SIM905
)

# Capitalised words that begin no patient's name.
MONEY_WORDS = frozenset(
    """
    a about act after all also american an and angeles annual any apr april are as at aug august backdoor bank before
    behavioral billing blue board bond bonds but by can capital care case center centered chronic clinic code college
    complex contract corporation cost could county credit cross custodial customer dear debt dec december deferred
    department depression diagnostics did direct disability do does dr each education employer estate evaluation even
    every excess executive family fargo feb february federal fidelity final finance financial first for form fort free
    friday from full fund funds general good government group guide had has have he health healthcare hello her hi his
    home hospital how i if in income index institute insurance internal investment ira irs is it its jan january jul
    july jun june last level life loan loans long los low make management mar march market master may me medicaid
    medical medicare medication medicine mega module monday money monitoring mortgage mount mutual my national
    navigator net new next no north northwest not note nov november now oct october of office on once or our own owner
    part pay payment pension per permanente physicals physician plan please policy practice premium president
    preventive primary prime private profit program protection public qualified question quiz rate real remote
    retirement revenue risk roth rule rules safe saint san santa saturday saving savings schedule school screening
    section security self sep sept september service she shield should simple sinai since so social solo south
    standard start state states stock student summary sunday target tax telehealth term thanks that the their then
    there these they this those thursday to today total transitional treasury trust tuesday under united university up
    us vaccine value vanguard visit visits was we wednesday welcome wellness were west what when where which while who
    why will with work worth would year yes you your
    """.split()  # noqa: SIM905
)

# Whom and what physicians speak of with a date beside it, and who is nobody's patient.
KNOWN = tuple(
    """
    A.M. Best;A. M. Best;Ally Bank;Ameriprise Financial;Charles Schwab;Dave Ramsey;Edward Jones
    Fannie Mae;First Republic;Freddie Mac;Goldman Sachs;Jackson Hewitt;Johns Hopkins
    J.P. Morgan;J. P. Morgan;Jack Bogle;Johnson & Johnson
    Kaiser Permanente;Laurel Road;Mayo Clinic;Merrill Lynch;Morgan Stanley
    Northwestern Mutual;Quest Diagnostics;Sallie Mae;Suze Orman;Tenet Healthcare;Warren Buffett;Wells Fargo
    Mr. Buffett;Mr. Money Mustache
    """.strip()
    .replace("\n", ";")
    .split(";")
)
