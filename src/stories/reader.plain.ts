// What the reader has to leave alone: sentences with numbers, dates, schools and illness in them that lead to
// nobody. A line is a case.

export const unmarked = `
In 1974 there were thirty of us.
It cost £1,250 and we laughed.
The scarf was 3.50 at the stall.
We sold 1200 cakes and 350 pies.
From 1939 to 1945 she drove an ambulance.
The season of 2018-2019 was wet.
The ISBN is 978-0-306-40615-7.
Hymn 368, then hymn 42.
We won 3-2 after extra time.
It was 21-15, 18-21, 21-19.
Take the 42 or the 36 to the market.
The X93 stops at the harbour.
Mix 200 g flour, 100 g butter and 2 eggs.
Bake for 25 minutes at 180 degrees.
Charity number 1234567 is on the tin.
Registered charity 1098765.
Company number 01234567.
The invoice was 20260012345.
At 10.30 we had tea and at 11.15 we sang.
From 9 to 5 she typed.
Psalm 119, verse 105.
I can stroke the cat for hours.
A stroke of luck brought us here.
He swam with a slow stroke.
On the stroke of midnight we kissed.
I taught Sunday school.
After school we ran to the sea.
The high street was full of lights.
We walked up the street together.
Main street, side street, it was all the same.
May Day is our day.
In May we planted beans.
She was born in a kitchen.
I was born in 1941.
We were born on a Tuesday, both of us.
My birthday is in March.
It was my eightieth birthday.
The old school is a shop now.
I went to school with no shoes.
The hospital was far away.
She went to hospital in a taxi.
The primary school had a garden.
Our local surgery is kind.
They gave us a room with a view.
There was room for ten.
Room to grow, she said.
The ward was quiet that night.
We live near the park.
I live in Leeds.
She lived in a small flat.
Two miles down the lane there is a pub.
10 people in the street sang.
3 houses down the road lived a baker.
5 minutes from the road you hear the sea.
12 men on a boat.
We met at the gate, then at the hall.
Meet me at the corner at noon.
Look at the dot on the map.
He looked at me and laughed.
Connect the dots, she said.
My grandson Tom can swim.
Her daughter is a nurse.
My son Jack, who loves trains.
Maureen, 71, makes soup.
Arthur Jones, 84, walked to the gate.
My husband Derek Holt made a shed.
Mrs Evans from next door came.
My daughter on Monday, my son on Friday.
Her daughter May was the first to come.
I had a cold for a week.
I was tired and sad that winter.
The depression over the Atlantic brought rain.
In the Great Depression he walked for work.
I was under the weather.
My heart was full.
It broke my heart to go.
I am mad about cricket.
She is crazy about bingo.
The doctor of music played.
We nursed a pint for an hour.
He is a sick fiddler, my grandson says.
The patient gardener waits.
The cure for boredom is a neighbour.
One, two, three, four, five, six, seven, off we go.
Seven of us, nine of them, one dog.
Two by two and three by three.
One of the six had nine lives.
He counted: five, six, seven, eight.
The population is 1,234,567.
It weighed 12.5 kg.
The plane flew at 35,000 feet.
He ran 10,000 steps a day.
Order 7 was mine.
Gate 12, seat 14B.
Platform 9 at six.
The meter said 004512.
Page 123 of the book.
In room after room there were books.
The year 2000 came and nothing happened.
The 1950s were grey.
The 60s were not.
On 3 March we met again.
The fair is on 12 July 2026.
The meeting was on 4 May 2025.
We opened on 1 January 1999.
Victory on 8 May 1945 was loud.
At Christmas 1962 it snowed.
She paid 20 pence.
Lot 400 was a clock.
The score was 100 for 6.
A1 is a road, and so is the M6.
The A64 was closed.
We drove up the M1 to Leeds.
The B6265 is the pretty way.
Formula 1 was on.
A4 paper and a pen.
He wears size 10 shoes.
She played in the key of E flat 4 times.
I have 3 cats and 2 dogs.
Half past 7 by the clock.
Chapter 11 was sad.
Mae 1974 yn flwyddyn dda.
Roedd deg ohonom ni yn y neuadd.
Dewch i'r neuadd am 10.30.
Es i i'r ysgol Sul.
Mae'r ysgol yn hen.
Roedd yr ysbyty yn bell.
Cerddais ar hyd y stryd.
Ar y ffordd adref canon ni.
Ym mis Mai mae'r haul yn dod.
Cefais fy ngeni yng Nghaernarfon.
Un, dau, tri, pedwar, pump, chwech, saith.
Mae gan fy wyres gath.
Tair awr ar y bws rhif 5.
Roedd y te yn dda.
Elusen 1123456 yw hi.
Emyn 123 oedd ei hoff un.
Costiodd £25.00 i gyd.
Enillon ni 24-17.
Mae'r parc yn wyrdd.
Mae hi'n byw yn y dref.
She is at home.
I wrote at once.
We laughed at his jokes, dot and all.
He said hello. Then he left.
I went home.In the morning I rang.
The end.of the line was near.
Etc. and so on.
e.g. tea, i.e. a lot of it.
The score, 4/5, was fair.
A third (1/3) of the cake went.
Twenty-four seven, she was there.
The 24/7 shop sold milk.
Call me Maureen.
Call me when you can.
Ring the bell twice.
My number came up.
I rang 3 times in 10 days.
She called 15 people on Monday.
Text me, he said.
His house number was painted red.
Number 9 is where Priya lives.
The number of us was 40.
The post came at 8.
The road to Leeds was long.
Park Road is where the bus turns.
We walked along Chapel Street.
Mill Lane flooded.
The Crescent is pretty.
The Avenue was lined with limes.
College days were the best.
She went to college at 40.
The driving school had one car.
A school of fish swam by.
The nursery rhyme went on.
Plants from the nursery grew.
The health of the roses was poor.
Clinic days were Tuesdays.
The infirmary bell was sold.
Baby Jesus was a doll.
Young people came.
Little by little it grew.
Little Bridge Street flooded.
Little Red Riding Hood was our play.
Boy, was it cold.
Girl Guides came with flags.
Lad, he said, sit down.
My child is grown.
The baby slept.
A dozen eggs, 6 brown, 6 white.
The lamp was 5 watts.
He was 6 foot 2.
Row 4, seat 7.
Bus 36 at 14:05.
Train at 08:15, back at 17:40.
24 March was windy.
Between 1914 and 1918 nobody sang.
The number 11 bus goes to the sea.
`
