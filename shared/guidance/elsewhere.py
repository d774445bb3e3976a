"""What members of a course on money ask elsewhere: at the bedside, about the day, of a search engine."""

# One of these among a question's words, and nothing that a lesson is about, and the question is off the course: this is
# knowledge of what it is about, not of what the course lacks. Words that the lessons use themselves do not count.
ELSEWHERE = frozenset(
    """
    abscess acetaminophen acne adhd albuterol allergies allergy alzheimer amlodipine amoxicilin amoxicillin anemia
    anesthesia antibiotic antibiotics anticoagulant antidepressant antihypertensive arthritis aspirin asthma
    atorvastatin azithromycin bacteria biopsy blood bowel bronchitis cancer cardiac cephalexin chemotherapy chest
    cholesterol ciprofloxacin colonoscopy constipation contraindication contraindications copd cough covid ct cyst
    dementia dermatitis diabetic diagnose diagnosing diarrhea differential dosage dose doses dosing doxycycline drug
    drugs ear ecg eczema ekg embolism endoscopy epilepsy eye fever fibrillation flu fracture furosemide gabapentin
    glipizide glucose gout guideline guidelines headache heart hepatitis herpes hydrochlorothiazide hypertension
    hypothyroidism ibuprofen infection influenza insulin kidney knee lesion levothyroxine lisinopril liver losartan
    lung lupus malaria mcg measles melanoma menopause metformin mg migraine milligrams mri naproxen nausea
    nephropathy neuropathy omeprazole opioid opioids osteoporosis otitis ozempic pain parkinson pediatric pediatrics
    peds penicillin pharmacology pneumonia prednisone psoriasis rash regimen semaglutide sepsis sertraline shingles
    sinusitis skin spine statin statins steroid strep stroke suture swelling symptom symptoms syndrome syphilis
    tamiflu throat thyroid toddler toothache toxicity tumor ulcer ultrasound uti vaccination vaccine vaccines
    vertigo viagra virus vitamin vomiting warfarin workup xray zoloft

    abs alien aliens android animal animals anime apple aquarium argentina asteroid astrology astronomy australia
    bake baking banana barbecue baseball basketball beach beatles beer bible bicycle bike bird birds birthday boat
    bohemian bollywood boyfriend brazil bread breakfast cake calculus calories camera camping cat cats celebrity
    celsius chatgpt cheese chemistry chess chicago chicken china chocolate christmas claude cocktail comedy comet
    computer concert cook cookies cooking cricket css dance dating deepseek denver diet dinner dinosaur dinosaurs
    disney dog dogs dragon easter eclipse egypt einstein election elections elephant emoji empire england equation
    everest evolution facebook fahrenheit fairy faucet film fishing flight flights flower flowers football forecast
    france french galaxy game gaming gemini geography geometry german germany ghost girlfriend golf grammar grapes
    gravity greek guitar gym haiku halloween hamlet hamster hawaii hiking hockey hollywood horoscope horse horses
    hotel hotels html hurricane iceland india instagram ios ipad iphone islam italian italy japan java javascript
    jazz jesus joke jokes kilometer kilometers kitten km korean landlord laptop lasagna latin laundry lawn lego
    limerick lion litre london lottery lyrics madrid marathon mars meme messi mexico microwave moon mountain
    mountains movie movies museum mushroom music mythology napoleon nba netflix news nfl ninja nobel noise novel
    ocean olympics omelet opera orchestra oven painting paris parrot pasta penguin penguins peru pet pets philosophy
    photosynthesis physics piano pizza planet planets plumbing poem poems poetry pokemon politics pope potato prayer
    president pronounce puppy python quantum rain rainbow recipe recipes religion restaurant restaurants rhapsody
    rhyme riddle river robot rocket romance rome russia salad sandwich scorpio sculpture senator shakespeare shark
    shoes sing singer ski skiing snake snow soccer song songs sonnet soup sourdough spaghetti spain spanish spider
    spotify squirrel steak sunrise sunscreen superhero sushi swift swim swimming tattoo taylor telescope television
    temperature tennis theater tiger tiktok titanic tokyo tolkien tornado tourist trampoline translate translation
    trigonometry tsunami tv twitter ufo unicorn universe valentine vegan violin volcano volleyball wallpaper war
    weather weekend weight whale whatsapp wifi wikipedia wine wolf workout xbox yoga youtube zebra zodiac zoo
    """.split()  # noqa: SIM905 (a column of strings would take a page)
)
