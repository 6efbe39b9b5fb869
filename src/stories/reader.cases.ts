// What the reader is measured by: sentences as people write and say them, with the marks that belong to them
// (⟦kind:letters⟧). A line is a case; those without a mark are as much a part of it. All numbers are Ofcom's for
// drama, all addresses are example.org or invented.

export const marked = `
Ring me on ⟦phone:07700 900123⟧.
My mobile is ⟦phone:07700900456⟧, any time.
You can text ⟦phone:07700-900-789⟧ after six.
The number is ⟦phone:+44 7700 900321⟧.
From abroad it is ⟦phone:+44 (0)7700 900555⟧.
Call the hall on ⟦phone:01632 960001⟧.
Her landline was ⟦phone:(01632) 960 234⟧ for forty years.
In London I was on ⟦phone:020 7946 0018⟧.
Write down ⟦phone:020 7946 0123⟧, he said.
The office: ⟦phone:0113 496 0999⟧.
Leeds again, ⟦phone:(0113) 496 0012⟧.
You reach us on ⟦phone:0117.496.0345⟧.
We answer ⟦phone:0808 157 0123⟧ day and night.
Cardiff is ⟦phone:029 2018 0777⟧ now.
I still have ⟦phone:0161 496 0888⟧ by heart.
Phone ⟦phone:960123⟧: my number is ⟦phone:01632 960123⟧.
Just call ⟦phone:960 456⟧ and ask for Nesta.
Ring ⟦phone:00 44 7700 900111⟧ from Spain.
My sister in New York is on ⟦phone:+1 212 555 0123⟧.
The cousin in Dublin: ⟦phone:+353 20 910 0123⟧.
My number is ⟦phone:oh seven seven double oh nine double oh one two three⟧.
It is ⟦phone:zero one six three two nine six zero one two three⟧, love.
She said ⟦phone:oh one six three two, nine six oh, four five six⟧.
Ffoniwch fi ar ⟦phone:07700 900222⟧.
Fy rhif i yw ⟦phone:01632 960777⟧.
Galwch ⟦phone:029 2018 0123⟧ cyn naw.
Rhif ffôn symudol: ⟦phone:07700 900876⟧.
فون نمبر ⟦phone:۰۷۷۰۰ ۹۰۰۱۲۳⟧ ہے۔
رقمي ⟦phone:٠٧٧٠٠ ٩٠٠٤٥٦⟧.
ਫ਼ੋਨ ⟦phone:੦੭੭੦੦ ੯੦੦੧੨੩⟧ ਹੈ।
ফোন ⟦phone:০৭৭০০ ৯০০১২৩⟧ এ।
Full width: ⟦phone:０７７００ ９００１２３⟧.
Hidden: ⟦phone:077​00 9‍00123⟧ there.
Soft: ⟦phone:07700­ 900­654⟧ there.
Two of them: ⟦phone:07700 900001⟧ or ⟦phone:07700 900002⟧.
Home ⟦phone:01632 960111⟧, work ⟦phone:01632 960222⟧.
Tel. ⟦phone:0191 498 0123⟧.
Mob: ⟦phone:07700 900 345⟧!
The line was ⟦phone:01632/960333⟧.
Write to ⟦email:kofi@example.org⟧.
My mail is ⟦email:kofi.mensah+tea@example.org⟧.
Try ⟦email:Office@Example.org⟧ first.
It was ⟦email:maureen_71@mail.example.org⟧.
I am ⟦email:nesta at example dot org⟧.
Send it to ⟦email:arthur dot jones at example dot org⟧.
Or ⟦email:arthur(at)example.org⟧, without robots.
Or ⟦email:halina [at] example [dot] org⟧.
E-bost: ⟦email:nia@example.org⟧.
Anfonwch at ⟦email:swyddfa.gogledd@example.org⟧ os gwelwch yn dda.
<⟦email:priya@example.org⟧> wrote back.
Mail ⟦email:a.b-c@sub.example.org⟧, please.
Unseen: ⟦email:kofi@exa​mple.org⟧.
(⟦email:sam@example.org⟧)
Photos are at ⟦web:https://www.example.org/photos?id=7⟧.
Look at ⟦web:www.example.org⟧.
It is on ⟦web:example.org⟧ somewhere.
Our page, ⟦web:http://example.org/tea⟧, has it.
I post as ⟦web:@maureen_bakes⟧.
Follow ⟦web:@teaclub⟧ and you will see.
Gwelwch ⟦web:https://example.org/cymraeg⟧.
My blog is ⟦web:tea.example.org/blog⟧.
I live in ⟦postcode:LS1 4AP⟧.
It is ⟦postcode:sw1a 1aa⟧ on the map.
Write to ⟦postcode:CF10 1BH⟧.
Our postcode is ⟦postcode:LL55 1AB⟧.
The van goes to ⟦postcode:M1 1AE⟧ twice.
We moved to ⟦postcode:EH12 9DN⟧ in May.
The sign said ⟦postcode:b33 8th⟧.
It came to ⟦postcode:YO224AB⟧.
Cod post: ⟦postcode:SA1 2AB⟧.
Near ⟦postcode:DN55 1PT⟧.
In Dublin it is ⟦postcode:D02 X285⟧.
He wrote ⟦postcode:T12 AB34⟧.
Their Eircode was ⟦postcode:A65 F4E2⟧.
I live at ⟦address:12 Mill Lane⟧.
She lived at ⟦address:7 Station Road⟧ all her life.
We are at ⟦address:23a Albert Terrace⟧.
Knock at ⟦address:104 Chapel Street⟧.
It was ⟦address:5 St John's Close⟧ then.
Bring it to ⟦address:16 Highfield Avenue⟧.
The house at ⟦address:1 The Crescent⟧ burned.
Come to ⟦address:44 Queens Drive⟧ for tea.
They moved to ⟦address:9 Orchard Gardens⟧.
He wrote from ⟦address:31 Lower Bridge Street⟧.
my address is ⟦address:12 mill lane⟧ by the shop.
it was ⟦address:88 park road⟧ in those days.
⟦address:Flat 4⟧ is mine.
I was in ⟦address:flat 12b⟧ above.
It is block B ⟦address:flat 4⟧ now.
Up in ⟦address:Apartment 9⟧ there is a dog.
She has ⟦address:Room 14⟧ now.
⟦address:Rose Cottage, Mill Lane⟧ is the one.
We had ⟦address:Bryn Farm, Chapel Road⟧.
Dw i'n byw yn ⟦address:8 Heol y Bont⟧.
Roedd hi yn ⟦address:15 Stryd Fawr⟧.
Dewch i ⟦address:3 Ffordd Caernarfon⟧.
Y tŷ oedd ⟦address:22 Maes Gwyn⟧.
Anfonwch i ⟦address:6 Lôn Las⟧.
⟦address:2 Rhodfa Menai⟧ yw'r lle.
Mae hi yn ⟦address:fflat 3⟧.
He lived at ⟦address:12-14 Bridge Street⟧.
She went to ⟦school:Hillside Primary School⟧.
He teaches at ⟦school:St Mary's Catholic Primary School⟧.
The lads from ⟦school:Northtown High School⟧ came.
My girl is at ⟦school:Oakfield Academy⟧.
They closed ⟦school:Chapel Lane Infant School⟧.
It was ⟦school:Lamp Street Nursery⟧ that rang.
I left ⟦school:Whitcliffe Grammar School⟧ in 1961.
She cleans at ⟦school:Moorside Community College⟧.
The ⟦school:Harbour Road Playgroup⟧ sang.
Mae hi yn ⟦school:Ysgol Gynradd Aberwen⟧.
Aeth e i ⟦school:Ysgol Gyfun Llanwen⟧.
Fy ysgol oedd ⟦school:Ysgol Bryn Coed⟧.
Canodd plant ⟦school:Ysgol y Bont⟧.
Athrawes yn ⟦school:Ysgol Uwchradd Dyffryn⟧ oedd hi.
I woke up in ⟦hospital:Northtown General Hospital⟧.
They took her to ⟦hospital:St Luke's Hospital⟧.
He was at the ⟦hospital:Leeds Royal Infirmary⟧ for a month.
She works at ⟦hospital:Lamp Street Surgery⟧.
Dr Khan at ⟦hospital:Moorside Medical Centre⟧ is kind.
My mother is in ⟦hospital:Rosebank Care Home⟧.
I was on ⟦hospital:Ward 12⟧.
The nurses of ⟦hospital:ward 7B⟧ danced.
Visit me on ⟦hospital:Ward B4⟧.
Bues i yn ⟦hospital:Ysbyty Gwynedd⟧.
Aeth hi i ⟦hospital:Ysbyty Athrofaol Cymru⟧.
Mae'r nyrs yn ⟦hospital:Meddygfa Aberwen⟧.
It was ⟦hospital:Harbour Health Centre⟧.
She had ⟦medical:cancer⟧ twice.
He lives with ⟦medical:dementia⟧.
I was ⟦medical:diagnosed with⟧ ⟦medical:diabetes⟧.
After ⟦medical:a stroke⟧, he could not speak.
The ⟦medical:chemotherapy⟧ took her hair.
My father was an ⟦medical:alcoholic⟧.
It was the ⟦medical:heart attack⟧ that changed us.
We lost two to ⟦medical:miscarriage⟧.
She has ⟦medical:multiple sclerosis⟧ now.
My brother is ⟦medical:bipolar⟧.
I take ⟦medical:sertraline⟧ each morning.
He has ⟦medical:epilepsy⟧ and a bicycle.
Her ⟦medical:arthritis⟧ was bad that year.
My son is ⟦medical:autistic⟧ and loves trains.
They said ⟦medical:Parkinson’s⟧ and I laughed.
He spoke of ⟦medical:suicide⟧ and we listened.
I had ⟦medical:pneumonia⟧ in March.
The ⟦medical:insulin⟧ is in the fridge.
I was ⟦medical:suffering from depression⟧ then.
Roedd ⟦medical:canser⟧ arni.
Cafodd ⟦medical:strôc⟧ yn y gwanwyn.
Mae ⟦medical:clefyd siwgr⟧ arno.
Bu'n byw gydag ⟦medical:iselder⟧ am flynyddoedd.
Cafodd ⟦medical:trawiad ar y galon⟧ ddydd Llun.
Mae ganddi ⟦medical:epilepsi⟧.
Mae hi ar ⟦medical:gwrthfiotigau⟧.
My grandson Tom ⟦child-surname:Pritchard⟧ can swim.
Her daughter, Ella ⟦child-surname:Whitcombe⟧, is in the choir.
Our son called Jack ⟦child-surname:Marsden⟧ plays the drum.
Ella ⟦child-surname:Whitcombe⟧ (7) gave me the card.
Amir ⟦child-surname:Siddiq⟧, aged 9, read it out.
Little Rosie ⟦child-surname:Hartnell⟧ waved.
Young Tom ⟦child-surname:Baxter⟧ scored twice.
A ten-year-old boy named Owen ⟦child-surname:Prys⟧ came.
Sam ⟦child-surname:Okafor⟧ from Year 4 drew me.
My niece Leila ⟦child-surname:Haddad⟧ phones.
Fy wyres Cadi ⟦child-surname:Morus⟧ sy'n canu.
Ei mab Gethin ⟦child-surname:Pugh⟧ oedd yno.
Cadi ⟦child-surname:Morus⟧, 8 oed, oedd y gyntaf.
I was born on ⟦birth-date:3 March 1941⟧.
Born ⟦birth-date:12/05/1938⟧ in a kitchen.
My date of birth is ⟦birth-date:1 January 1950⟧.
DOB ⟦birth-date:04.11.1962⟧ was on the form.
She was born on the ⟦birth-date:21st of June 1972⟧.
His birthday is ⟦birth-date:July 9th, 1955⟧.
Birth date: ⟦birth-date:1949-10-02⟧.
Ganwyd fi ar ⟦birth-date:5 Mai 1944⟧.
Cafodd ei geni ar ⟦birth-date:17 Tachwedd 1939⟧.
Fe'm ganed ar ⟦birth-date:2 Awst 1951⟧.
My twin and I were born ⟦birth-date:30 September 1933⟧.
`
