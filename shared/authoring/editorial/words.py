"""Words that do not belong into this course: other spellings, other people's descriptors, real people's names."""

import re

# British forms, as beginnings or whole words; what stands in a source's title is not read here.
_BRITISH = r"""
    ageing amongst anaesth analys(?:e|ed|ing)\b apologis arbour armour authoris behaviour cancell(?:ed|ing)
    catalogue[sd]?\b categoris centre cheque colour counsell criticis customis defence economis
    emphasis(?:e|ed|es|ing)\b endeavour enrol\b enrols\b enrolment favour fibre finalis flavour fulfil\b
    fulfils\b fulfilment generalis grey\b gynaecolog haemat haemo harbour honour humour instalment itemis
    judgement jewellery kerb labell labour learnt licence litre maximis metre\b metres\b minimis
    modell(?:ed|ing) monopolis neighbour normalis oestro offence optimis(?:e|ed|es|ing)\b organis orthopaed
    paediatr per\scent\b plough practis(?:e|ed|es|ing)\b pretence prioritis programme\b programmes\b
    realis(?:e|ed|es|ing)\b recognis rigour rumour sceptic skilful specialis(?:e|ed|es|ing)\b spelt\b
    standardis summaris theatre towards\b travell(?:ed|ing|er) tumour tyre\b utilis valour vapour vigour
    whilst wilful
"""
BRITISH = re.compile(rf"\b(?:{'|'.join(_BRITISH.split())})\w*", re.IGNORECASE)

# Phrases of CPT's own descriptors (© American Medical Association): codes may be named, their texts may not be quoted.
DESCRIPTORS = re.compile(
    r"office or other outpatient visit|for the evaluation and management of|medically appropriate history"
    r"|(?:straightforward|low|moderate|high) (?:level of )?medical decision making"
    r"|total time on the date of the encounter (?:for code selection|must be met)|must be met or exceeded"
    r"|clinical staff time directed by a physician|chronic care management services|comprehensive care plan established"
    r"|transitional care management services|including the explanation and discussion of advance directives"
    r"|by the physician or other qualified health care professional",
    re.IGNORECASE,
)

REAL_PEOPLE = re.compile(
    r"\b(?:Warren Buffett|(?:John|Jack) Bogle|Dave Ramsey|Suze Orman|(?:James|Jim) Dahle|Travis Hornsby|Lawrence Keller"
    r"|(?:William|Bill) Bengen|Elizabeth Warren|Joe Biden|Barack Obama|Donald Trump|Robert F\. Kennedy|Mehmet Oz"
    r"|Charlie Munger|Robert Kiyosaki|Ben Bernanke|Jerome Powell|Michael Kitces|Wade Pfau)\b"
)
FOREIGN = {
    BRITISH: "is not American spelling",
    DESCRIPTORS: "is a CPT descriptor's wording; say it in your own",
    REAL_PEOPLE: "is a real person's name",
}
EASY_WAY_OUT = re.compile(r"\b(?:all|none|both|neither) of the above\b|\b(?:all|none) of these\b", re.IGNORECASE)
ABSOLUTE = re.compile(r"\b(?:always|never)\b", re.IGNORECASE)
