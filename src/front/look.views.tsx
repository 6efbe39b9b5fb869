import { dyes } from '#base/ui/dyes.ts'
import { Page } from '#base/ui/page.tsx'
import {
  ButtonLink,
  CheckAnswers,
  DateTime,
  Details,
  Empty,
  Facts,
  Figures,
  Icon,
  Jump,
  List,
  Notice,
  Paging,
  Patch,
  Prose,
  Quilt,
  StoryCard,
  Swatch,
  Table,
  Tag,
  TaskList,
  Tile,
  Waiting,
} from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import { Asked, Pressed, Refused, Section } from './look.forms.views.tsx'
import { sampleNames } from './look.pages.tsx'

/** Every component in every state. */
export const LookPage = ({ c }: { c: Ctx }) => (
  <Page c={c} title="How Kith looks" script nav="about" crumbs={[{ href: '/', label: 'Home' }]}>
    <p class="lede">
      Every component in every state. Look at it narrow, dark, right to left, at 200% text and
      without colours.
    </p>
    <Section id="whole" title="Whole pages">
      <ul>
        {sampleNames.map((name) => (
          <li>
            <a href={`/look?page=${name}`}>{name}</a>
          </li>
        ))}
      </ul>
    </Section>
    <Dyes />
    <Words />
    <Pressed c={c} />
    <Asked c={c} />
    <Refused c={c} />
    <Lists />
    <Tasks />
    <Boards />
    <Cloth name={c.var.coalition.name} />
  </Page>
)

const Dyes = () => (
  <Section id="dyes" title="Dyes">
    <p>
      A coalition chooses a band and the colour of what is pressed. No choice can fail contrast.
    </p>
    <div class="row">
      {dyes.map((dye) => (
        <a class="button quiet" href={`/look?band=${dye}&action=${dye}`}>
          <Swatch dye={dye} /> {dye}
        </a>
      ))}
    </div>
  </Section>
)

const Words = () => (
  <Section id="words" title="Words">
    <h3>A heading of the third kind</h3>
    <p>
      A paragraph with a <a href="#words">link</a> and <strong>strong words</strong>. Lines end
      where a reader gets tired. Dates: <DateTime at={new Date('2026-03-03T14:00:00Z')} as="time" />
      , <DateTime at={new Date('2026-03-03T14:00:00Z')} as="day" />,{' '}
      <DateTime at={new Date('2026-03-03T14:00:00Z')} />.
    </p>
    <p class="soft small">Soft and small: what may be skipped.</p>
    <div class="row">
      <Tag>Waiting</Tag>
      <Tag tone="good">Done</Tag>
      <Tag tone="warn">Check first</Tag>
      <Tag tone="bad">Overdue</Tag>
    </div>
    <Notice title="Good to know">
      <p>
        Nothing is shown to anyone until <a href="#words">you say yes</a>.
      </p>
    </Notice>
    <Notice tone="good" title="Saved">
      <p>Your settings are in use.</p>
    </Notice>
    <Notice tone="warn" title="Mail is not set up">
      <p>Letters wait in the outbox.</p>
    </Notice>
    <Notice tone="bad" title="The file could not be read">
      <p>It is not a spreadsheet. Nothing was written.</p>
    </Notice>
    <Details summary="Stuck? Some places to start">
      <ul>
        <li>Who was there?</li>
        <li>What do you think now?</li>
      </ul>
    </Details>
    <Empty title="No stories yet">
      <p>The first one will stand here.</p>
      <p>
        <ButtonLink href="#words">Tell a story</ButtonLink>
      </p>
    </Empty>
  </Section>
)

const Lists = () => (
  <Section id="lists" title="Lists">
    <CheckAnswers
      rows={[
        { label: 'Name', value: 'Arthur Okafor', changeHref: '#lists' },
        {
          label: 'Story',
          value: 'My hip was bad and I said I would walk\nto the gate and back.',
          changeHref: '#lists',
        },
        { label: 'Phone', value: '', changeHref: '#lists' },
        { label: 'Sent', value: 'Today' },
      ]}
    />
    <Table
      caption="Rows that cannot go in"
      head={['Line', 'Name', 'Why', 'Members']}
      numbers={[3]}
      rows={[
        ['17', 'Harbour Road Shed', 'The postcode “ZZ9” is not one', '1,204'],
        [
          '203',
          'https://example.org/a-very-long-address-without-a-space/that-goes-on-and-on',
          'There is no name',
          '8',
        ],
      ]}
    />
    <Paging page={3} pages={9} href={(page) => `/look?page-number=${page}`} />
  </Section>
)

const Tasks = () => (
  <Section id="tasks" title="What is left to do">
    <TaskList
      tasks={[
        {
          title: 'Write what the coalition is for',
          href: '#lists',
          status: { tone: 'good', label: 'Done' },
        },
        {
          title: 'Set up mail',
          href: '#lists',
          hint: 'Letters wait until then',
          status: { tone: 'warn', label: 'Not yet' },
        },
        { title: 'Open to everyone', status: { tone: 'info', label: 'Cannot start yet' } },
      ]}
    />
    <Waiting
      items={[
        {
          href: '#lists',
          title: 'Harbour Road Shed',
          meta: 'Charity, applied 19 days ago',
          tag: { tone: 'bad', label: '19 days' },
        },
        {
          href: '#lists',
          title: 'Northtown Friends',
          meta: 'Group, applied today',
          tag: { tone: 'info', label: 'New' },
        },
      ]}
    />
  </Section>
)

const Boards = () => (
  <Section id="boards" title="The desk">
    <Jump
      label="Parts of the desk"
      links={[
        { href: '#boards', n: 4, label: 'Applications' },
        { href: '#boards', n: 0, label: 'Stories' },
      ]}
    />
    <List>
      <li>
        <Tile
          title="Harbour Road Shed"
          href="#boards"
          patch={<Patch id="shed" />}
          tag={<Tag tone="good">Charity</Tag>}
        >
          <p>Repairs, tea and a bench. Whitby, 2 miles away</p>
        </Tile>
      </li>
      <li>
        <Tile title="اپنا گھر" href="#boards" lang="ur" patch={<Patch id="ghar" />}>
          <Facts rows={[{ label: 'Speaks', value: 'Urdu, English' }]} />
        </Tile>
      </li>
    </List>
    <Figures
      rows={[
        { n: '214', words: 'groups and neighbours' },
        { n: '12', words: 'days from asking to a first hello' },
      ]}
    />
  </Section>
)

const Cloth = ({ name }: { name: string }) => (
  <Section id="cloth" title="Cloth">
    <List wall>
      <li>
        <StoryCard
          id="steps"
          title="Twelve steps, then a hundred more"
          href="#cloth"
          kind={{ icon: 'read', label: 'Read' }}
          foot="Arthur, 84, with Priya, 23"
        >
          <p>
            My hip was bad and I said I would walk to the gate and back. The whole street came out
            to count.
          </p>
        </StoryCard>
      </li>
      <li>
        <StoryCard id="chai" title="منگل کی چائے" href="#cloth" lang="ur" foot="سلمیٰ">
          <p>ہر منگل کو ہم ایک ہی میز پر بیٹھتے ہیں۔</p>
        </StoryCard>
      </li>
    </List>
    <Prose text={'First paragraph, as told.\nA new line.\n\nThe second one.'} />
    <p>
      <Icon name="place" /> Whitby
    </p>
    <Quilt seed={name} />
  </Section>
)
