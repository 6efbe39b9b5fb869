import type { Kind } from './schema.ts'

/** An invented organisation. Phone numbers are of the ranges that Ofcom keeps for drama; mail is example.org. */
export type ExampleMember = {
  name: string
  kind: Kind
  place: string
  topics: string[]
  about: string
}

const rows: [string, Kind, string, string, string][] = [
  ['Harbour Road Shed', 'group', 'Whitby', 'loneliness older-people', 'A shed with tools, a kettle and time. We mend what the neighbours bring, and then we stay.'],
  ['Northtown Friends by Phone', 'charity', 'Leeds', 'befriending older-people', 'Weekly calls between people who would not have met. Every caller is checked and trained.'],
  ['The Long Table', 'group', 'Bristol', 'food loneliness', 'Forty chairs, one table, the last Sunday of each month. Bring a dish or bring yourself.'],
  ['Tuesday Soup Radio', 'group', 'Hebden Bridge', 'food older-people', 'Nine of us on one phone line, all making the same soup. No internet needed.'],
  ['Cwtsh Caerfyrddin', 'charity', 'Carmarthen', 'befriending carers', 'Welsh and English visits and calls for people who care for someone at home.'],
  ['Lein Gymdogion Gwynedd', 'charity', 'Caernarfon', 'befriending older-people', 'Sgwrs wythnosol yn Gymraeg, dros y ffôn neu wrth y drws.'],
  ['Glas y Dorlan Gardeners', 'group', 'Swansea', 'nature mental-health', 'An allotment with wide paths, raised beds and a bench in the sun.'],
  ['Saltmarsh Singers', 'group', 'Kings Lynn', 'arts loneliness', 'A choir that nobody has to pass a test for. Some of us sing down the telephone.'],
  ['Bread and Roses Bakery', 'company', 'Manchester', 'food newcomers', 'A bakery that trains people who are new here, and gives away Friday afternoons.'],
  ['Clydeside Walk and Talk', 'group', 'Glasgow', 'sport mental-health', 'Flat walks, short walks, and one on wheels. Tea at the end of all of them.'],
  ['Isle Post', 'charity', 'Stornoway', 'befriending older-people', 'Letters and cards to people on the islands, and a van that reads them out.'],
  ['Lomond Lending Library of Things', 'group', 'Dumbarton', 'families digital', 'Borrow a projector, a hearing loop or a tent. Someone shows you how it works.'],
  ['Sunrise Seva Kitchen', 'charity', 'Leicester', 'faith food', 'Hot meals for anyone, cooked together, eaten together, brought to the door where needed.'],
  ['Apna Adda', 'group', 'Bradford', 'newcomers older-people', 'Urdu, Panjabi and English over chai. Our elders teach, our young people translate.'],
  ['Polska Herbatka', 'group', 'Southampton', 'newcomers families', 'Saturday tea in Polish for grandparents, parents and everyone in between.'],
  ['The Repair Café on Mill Lane', 'group', 'Cambridge', 'loneliness research', 'Toasters, trousers and talk. What we cannot mend we at least take apart together.'],
  ['Kindling', 'company', 'Brighton', 'digital older-people', 'We sit beside people while they learn the thing they actually want to do online.'],
  ['Two Hellos', 'charity', 'London', 'befriending young-people', 'Pairs of neighbours, one older and one younger, who say hello twice a week.'],
  ['Deptford Doorstep Concerts', 'group', 'London', 'arts families', 'Musicians who play in front gardens and courtyards, by request.'],
  ['Hackney Quilters', 'group', 'London', 'arts loneliness', 'A patch from everyone, a quilt for someone. Thread, needles and stories are here.'],
  ['Camden Carers Corner', 'charity', 'London', 'carers', 'A room, a lunch and a listening ear for people who look after someone.'],
  ['Southwark Swimmers Over Seventy', 'group', 'London', 'sport older-people', 'Warm water on Wednesdays. The youngest among us is seventy-one.'],
  ['Hands Across the Tees', 'charity', 'Middlesbrough', 'loneliness families', 'A minibus, a hall and a list of names that nobody is ever crossed off.'],
  ['Pit Village Pen Pals', 'group', 'Durham', 'befriending young-people', 'School children and former miners write to each other every fortnight.'],
  ['Wearside Wheels', 'company', 'Sunderland', 'disability older-people', 'Door-to-door rides to anything that has a kettle in it.'],
  ['Quayside Quiet Hour', 'group', 'Newcastle upon Tyne', 'mental-health disability', 'An hour without music or bright lights, for people who find rooms too loud.'],
  ['Border Befrienders', 'charity', 'Berwick-upon-Tweed', 'befriending older-people', 'We ring on both sides of the border, in whatever accent you like.'],
  ['The Cumbrian Kettle Bus', 'charity', 'Kendal', 'older-people food', 'A bus with twelve seats and a stove that stops where the shop has closed.'],
  ['Fylde Friendship Bench', 'group', 'Blackpool', 'loneliness mental-health', 'Eleven benches, each with someone on it between ten and noon.'],
  ['Mersey Grandmentors', 'charity', 'Liverpool', 'young-people older-people', 'People over sixty stand beside people leaving care, for as long as it takes.'],
  ['Everyone Dances', 'company', 'Sheffield', 'sport arts', 'Dancing in chairs, on feet and down the phone line.'],
  ['Peak Postcards', 'group', 'Buxton', 'arts befriending', 'We draw where we walked and post it to somebody who cannot go.'],
  ['Potteries Potluck', 'group', 'Stoke-on-Trent', 'food loneliness', 'Each month another street cooks for the next one along.'],
  ['Coventry Conversation Club', 'charity', 'Coventry', 'newcomers', 'English by talking, with neighbours instead of teachers.'],
  ['Severn Side by Side', 'charity', 'Gloucester', 'befriending carers', 'Visits after a bereavement, for a year and a day.'],
  ['The Malvern Memory Box', 'group', 'Great Malvern', 'older-people arts', 'Boxes of things to hold and talk about, lent to homes and families.'],
  ['Fenland Field Kitchen', 'group', 'Ely', 'food newcomers', 'Soup at the edge of the field when the shift ends, in seven languages.'],
  ['Norwich Night Owls', 'charity', 'Norwich', 'mental-health loneliness', 'Somebody awake to talk to between midnight and six.'],
  ['Suffolk Story Van', 'company', 'Ipswich', 'arts families', 'A van that records stories and plays them back at the next village.'],
  ['Estuary Elders', 'group', 'Southend-on-Sea', 'older-people sport', 'Bowls, boats and birthday cakes.'],
  ['Kent Kin Carers', 'charity', 'Maidstone', 'families carers', 'For grandparents who are bringing up their grandchildren.'],
  ['Hythe Hearing Friends', 'group', 'Folkestone', 'disability older-people', 'Lip-reading practice with people who face you when they speak.'],
  ['Solent Sofa Sessions', 'company', 'Portsmouth', 'digital mental-health', 'Live talks for people who are at home, with a number to ring and join in.'],
  ['New Forest Neighbours', 'group', 'Lymington', 'loneliness older-people', 'One phone tree, sixty branches. It started with the power cut.'],
  ['Dorset Doorways', 'charity', 'Dorchester', 'befriending faith', 'Seven churches and a mosque share one list of visits, so that nobody is missed.'],
  ['Exe Together', 'organisation', 'Exeter', 'research loneliness', 'We help groups find out what difference they made, without making forms longer.'],
  ['Plymouth Sea Shanty Line', 'group', 'Plymouth', 'arts older-people', 'Ring in on Fridays and sing. You are muted if you want to be.'],
  ['Penwith Pasty Post', 'company', 'Penzance', 'food older-people', 'A pasty and a note to each new neighbour in the first week.'],
  ['Stroud Young Visitors', 'charity', 'Stroud', 'young-people befriending', 'Sixth formers who visit in twos, after training, for a school year.'],
  ['Oxford Open Kitchen', 'group', 'Oxford', 'food newcomers', 'A different family shows us how to cook each week.'],
  ['Bedford Brothers', 'group', 'Bedford', 'mental-health loneliness', 'Men who were not going to talk about it, talking about it over dominoes.'],
  ['Milton Keynes Maker Grans', 'group', 'Milton Keynes', 'digital older-people', 'We learned to solder at seventy. Come and see.'],
  ['Derry Doorstep', 'charity', 'Londonderry', 'befriending families', 'Both sides of the river, one rota of visits.'],
  ['Lagan Listeners', 'charity', 'Belfast', 'befriending mental-health', 'Trained listeners on the line each evening.'],
  ['Mourne Mountain Minibus', 'company', 'Newry', 'older-people disability', 'From the farm to the clinic to the cinema and home.'],
  ['Fermanagh Farm Friends', 'group', 'Enniskillen', 'loneliness mental-health', 'Farmers who ring farmers, because the days are long.'],
  ['Dundee Dog Share', 'group', 'Dundee', 'loneliness nature', 'A dog needs a walk, a neighbour needs a reason.'],
  ['Granite City Grannies', 'group', 'Aberdeen', 'older-people young-people', 'Students’ first Sunday lunch in a new town.'],
  ['Highland Party Line', 'charity', 'Inverness', 'older-people befriending', 'Six people, one number, half an hour, every weekday morning.'],
  ['Council of Kind Streets', 'organisation', 'Birmingham', 'research families', 'Streets that look after each other write down how, so that the next one can.'],
]

export const exampleMembers: ExampleMember[] = rows.map(([name, kind, place, topics, about]) => ({
  name,
  kind,
  place,
  topics: topics.split(' '),
  about,
}))
