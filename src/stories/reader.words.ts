// What the reader knows by name, in English and Welsh. Small letters; a space stands for any space.

/** Words of illness, treatment and harm. What also means something else is asked about in reader.rules.ts. */
export const medical = `
cancer|cancers|leukaemia|leukemia|lymphoma|melanoma|tumour|tumours|tumor|chemotherapy|chemo|radiotherapy|
biopsy|mastectomy|metastatic|palliative|terminally ill|terminal illness|
dementia|alzheimer's|alzheimers|parkinson's|huntington's|multiple sclerosis|motor neurone|cerebral palsy|
epilepsy|epileptic|seizure|seizures|brain injury|brain damage|
diabetes|diabetic|insulin|dialysis|kidney failure|liver failure|cirrhosis|hepatitis|jaundice|
heart attack|heart attacks|heart failure|heart disease|angina|pacemaker|bypass operation|aneurysm|thrombosis|
copd|emphysema|asthma|asthmatic|pneumonia|tuberculosis|cystic fibrosis|inhaler|nebuliser|
arthritis|osteoporosis|fibromyalgia|sickle cell|haemophilia|lupus|crohn's|colitis|coeliac|
hiv|hiv-positive|chlamydia|gonorrhoea|syphilis|herpes|
miscarriage|miscarried|stillbirth|stillborn|abortion|ivf|infertility|infertile|hysterectomy|vasectomy|
mental illness|mentally ill|schizophrenia|schizophrenic|bipolar|psychosis|psychotic|personality disorder|
clinical depression|postnatal depression|antidepressant|antidepressants|antipsychotic|anxiety disorder|
panic attack|panic attacks|ptsd|ocd|anorexia|anorexic|bulimia|bulimic|eating disorder|self-harm|self-harmed|
self harm|self-harming|suicide|suicidal|overdose|overdosed|sectioned|psychiatrist|psychiatric|
alcoholic|alcoholism|addiction|heroin|cocaine|methadone|rehab|detox|
autism|autistic|asperger's|adhd|down's syndrome|down syndrome|learning disability|learning disabilities|
dyspraxia|tourette's|incontinence|incontinent|catheter|colostomy|stoma bag|bedsores|amputated|amputation|
paralysed|paraplegic|quadriplegic|tetraplegic|diagnosed with|diagnosis|prognosis|relapse|relapsed|
prescription|prescribed|antibiotics|morphine|steroids|blood test|blood tests|x-ray|mri scan|ct scan|
intensive care|a&e|organ transplant|kidney transplant|transplant|do not resuscitate|dnr|hospice|
sertraline|fluoxetine|citalopram|mirtazapine|diazepam|lithium|clozapine|metformin|warfarin|statins|
amlodipine|ramipril|salbutamol|tramadol|codeine|gabapentin|pregabalin|oxycodone|levothyroxine|donepezil|
canser|lewcemia|tiwmor|cemotherapi|radiotherapi|clefyd alzheimer|clefyd parkinson|sglerosis ymledol|
epilepsi|epileptig|clefyd siwgr|clefyd y siwgr|diabetig|inswlin|trawiad ar y galon|clefyd y galon|
methiant y galon|niwmonia|arthritis|crydcymalau|cryd cymalau|erthyliad|camesgor|camesgoriad|colli babi|
salwch meddwl|salwch meddyliol|sgitsoffrenia|deubegynol|seicosis|iselder|gwrthiselydd|gwrthiselyddion|
hunan-niweidio|hunanniweidio|hunanladdiad|gorddos|anorecsia|awtistiaeth|awtistig|anabledd dysgu|
syndrom down|alcoholiaeth|caethiwed|anymataliaeth|cathetr|parlys|wedi’i barlysu|presgripsiwn|meddyginiaeth|
meddyginiaethau|tabledi|gwrthfiotigau|prawf gwaed|profion gwaed|gofal dwys|gofal lliniarol|diagnosis o`
  .split('|')
  .map((word) => word.trim())

/** The letters that UK postcodes begin with (Royal Mail's postcode areas, and those of the islands). */
export const postcodeAreas =
  'AB AL B BA BB BD BF BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE'.split(
    ' ',
  )

/** What streets end with in English. */
export const streets =
  'street st road rd avenue ave lane ln drive close court crescent cres terrace place square gardens gdns grove way walk mews hill park row parade rise view green gate wharf quay bank meadow meadows heights broadway'.split(
    ' ',
  )
/** Those that are seldom anything else, so that small letters are enough. */
export const plainStreets =
  'street road avenue lane crescent terrace close drive gardens mews'.split(' ')
/** What streets begin with in Welsh. */
export const welshStreets =
  'Heol Stryd Ffordd Lôn Rhodfa Clos Maes Bryn Cae Cilgant Teras Gerddi Sgwâr Rhes Llys Parc Gelli'.split(
    ' ',
  )

/** Ends of addresses on the web that nobody writes by forgetting a space. */
export const webEnds =
  'com org net uk wales cymru scot london info edu gov eu io tv app dev online site blog shop charity community coop museum ie de fr pl pk ro es nl'.split(
    ' ',
  )

/** Words that begin with a capital and are no surname. */
export const noSurnames = new Set(
  'January February March April May June July August September October November December Monday Tuesday Wednesday Thursday Friday Saturday Sunday Christmas Easter Eid Diwali Ramadan Hanukkah Mum Mummy Mam Dad Daddy Nan Nana Nain Taid Gran Grandma Grandad Grandpa Granny Auntie Aunty Uncle And But The She He They We I When Then Who That This His Her Their My Our Is Was Has Had Also Still Now Today Yesterday Tomorrow Year Age Aged Primary School Ionawr Chwefror Mawrth Ebrill Mai Mehefin Gorffennaf Awst Medi Hydref Tachwedd Rhagfyr Nadolig Pasg Llun Mercher Iau Gwener Sadwrn Sul Mae Roedd Oedd Yna Ac A Ond Hi Ef Fe'.split(
    ' ',
  ),
)

/** Words before "School" or "Hospital" that name none. */
export const noNames = new Set(
  'a an the my our his her their your its this that every each any some no at in to from of for with and or after before old new first last next same local nearest big little small whole day night sunday saturday summer winter junior infant primary secondary high grammar nursery middle upper lower boarding special private public state village medical art law music dance drama driving riding language evening medieval university mental general teaching cottage community field hospital school back left when while where what which is was he she it we they i'.split(
    ' ',
  ),
)
