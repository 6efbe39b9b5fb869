import { type FormState, formOf } from '#base/forms.ts'
import { Actions, Button, Choice, Field, Filters, Form, Ticks } from '#base/ui/form.tsx'
import { PlaceMap } from '#base/ui/map.tsx'
import { Page } from '#base/ui/page.tsx'
import {
  ButtonLink,
  Confirmation,
  DateTime,
  Figures,
  List,
  Paging,
  Patch,
  Prose,
  Quilt,
  StoryCard,
  Strip,
  Tag,
  Tile,
} from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'
import { Board, Import, Setup } from './look.staff.tsx'

type Sample = { c: Ctx }
const back = { href: '/look', label: 'Back' }
const told = new Date('2026-03-03T14:00:00Z')

const Wall = () => (
  <section class="section" aria-labelledby="wall">
    <div class="wrap stack-lg">
      <div class="stack">
        <h2 id="wall">Stories of connection</h2>
        <p class="soft">
          Told by the people who lived them. Each one has its own patches in our quilt.
        </p>
      </div>
      <List wall>
        {[
          'Twelve steps, then a hundred more',
          'The Tuesday soup radio',
          'Two hellos a day',
          'The shed that mended the bus stop',
        ].map((title) => (
          <li>
            <StoryCard
              id={title}
              title={title}
              href="#wall"
              kind={{ icon: 'read', label: 'Read' }}
              foot="Arthur, 84"
            >
              <p>My hip was bad and I said I would walk to the gate and back.</p>
            </StoryCard>
          </li>
        ))}
      </List>
      <p>
        <ButtonLink href="#wall" tone="quiet">
          See all 86 stories
        </ButtonLink>
      </p>
    </div>
  </section>
)

const Home = ({ c }: Sample) => (
  <Page c={c} title={c.var.coalition.name} heading={false} nav="stories">
    <div class="hero">
      <div class="wrap two">
        <div class="text stack-lg">
          <h1>Small kindnesses, stitched together</h1>
          <p class="lede">
            We are 214 groups and neighbours in and around Northtown. We share stories and make sure
            nobody is left alone.
          </p>
          <div class="band row">
            <ButtonLink href="#wall">Tell your story</ButtonLink>
            <ButtonLink href="#wall" tone="quiet">
              Join us
            </ButtonLink>
          </div>
        </div>
        <Quilt seed={c.var.coalition.name} />
      </div>
    </div>
    <Wall />
    <section class="section tint" aria-labelledby="done">
      <div class="wrap stack-lg">
        <h2 id="done">What we have done together</h2>
        <Figures
          rows={[
            { n: '63', words: 'neighbours now have a weekly call or visit' },
            { n: '1,208', words: 'cards drawn and posted' },
            { n: '12', words: 'days from asking to a first hello' },
          ]}
        />
      </div>
    </section>
  </Page>
)

const nothing: FormState = {
  values: {},
  problems: { story: 'Tell us what happened, in writing or out loud' },
}

const Question = ({ c, of }: Sample & { of: FormState }) => (
  <Page
    c={c}
    title="What happened?"
    heading={false}
    narrow
    back={back}
    of={of}
    nav="tell"
    script
    promise="You are telling a story. Nothing is shown to anyone until you say yes."
  >
    <Form c={c} action="/look" of={of}>
      <Field
        of={of}
        name="story"
        label="What happened?"
        long
        max={6000}
        draft
        asHeading
        step="Step 2 of 5"
        hint="Say it the way you would tell a friend. A few sentences is plenty"
      />
      <Actions>
        <Button>Continue</Button>
        <Button tone="link" name="later" value="yes">
          Save and finish later
        </Button>
      </Actions>
    </Form>
  </Page>
)

const Kind = ({ c }: Sample) => (
  <Page c={c} title="What are you?" heading={false} narrow back={back} of={formOf({})} nav="join">
    <Form c={c} action="/look">
      <Choice
        of={formOf({})}
        name="kind"
        legend="What are you?"
        asHeading
        step="Step 1 of 4"
        hint="Choose the one that fits best"
        choices={{
          organisation: {
            label: 'An organisation',
            hint: 'A council, a club, a school, a place of worship',
          },
          charity: { label: 'A charity', hint: 'With a number at a charity register' },
          company: 'A company',
          group: { label: 'A group', hint: 'Neighbours or friends without papers' },
          individual: 'One person',
        }}
      />
      <Actions>
        <Button>Continue</Button>
      </Actions>
    </Form>
  </Page>
)

const Sent = ({ c }: Sample) => (
  <Page c={c} title="Your application is sent" heading={false} narrow back={back}>
    <Confirmation title="Your application is sent">
      <p>
        Your number is <strong>N-2041</strong>
      </p>
    </Confirmation>
    <h2>What happens next</h2>
    <ol>
      <li>Grace reads it, by Tuesday 10 March</li>
      <li>We write to you at arthur@example.org</li>
    </ol>
    <p>
      <ButtonLink href="/look">Go to the first page</ButtonLink>
    </p>
  </Page>
)

const Story = ({ c }: Sample) => (
  <Page
    c={c}
    title="Twelve steps, then a hundred more"
    narrow
    back={{ href: '/look', label: 'All stories' }}
    nav="stories"
  >
    <Strip id="steps" />
    <Prose
      text={
        'My hip was bad and I said I would walk to the gate and back. The whole street came out to count.\n\nBy June I was doing the shops with Priya from number 9.'
      }
      lang="en"
    />
    <p class="soft">
      Told by <bdi>Arthur</bdi>, <DateTime at={told} />
    </p>
    <div class="row">
      <ButtonLink href="/look" tone="quiet">
        Pass it on
      </ButtonLink>
      <a href="/look">Report this story</a>
    </div>
  </Page>
)

const towns = [
  { label: 'Whitby', lat: 54.48, lon: -0.62, n: 1, href: '/look' },
  { label: 'Leeds', lat: 53.8, lon: -1.55, n: 4, href: '/look' },
  { label: 'Cardiff', lat: 51.48, lon: -3.18, n: 22, href: '/look' },
  { label: 'Derry', lat: 55, lon: -7.3, n: 3, href: '/look' },
]

const Directory = ({ c }: Sample) => (
  <Page c={c} title="Members" nav="members">
    <div class="finder">
      <Filters action="/look" label="Find members">
        <Field of={formOf({})} name="q" label="Name or words" type="search" />
        <Field of={formOf({})} name="near" label="Near a town or postcode" />
        <Ticks
          of={formOf({ kind: ['charity'] })}
          name="kind"
          legend="Kind"
          choices={{ charity: 'Charity', group: 'Group', company: 'Company' }}
        />
        <Button>Find</Button>
      </Filters>
      <div class="stack-lg">
        <p class="soft" role="status">
          214 members
        </p>
        <List>
          {['Harbour Road Shed', 'Northtown Friends', 'Age Well Northtown'].map((name) => (
            <li>
              <Tile
                title={name}
                level={2}
                href="/look"
                patch={<Patch id={name} />}
                tag={<Tag>Charity</Tag>}
              >
                <p>Repairs, tea and a bench.</p>
                <p class="soft small">Whitby, 2 miles away</p>
              </Tile>
            </li>
          ))}
        </List>
        <PlaceMap
          places={towns}
          lang={c.var.lang}
          title="Where members are"
          describe="9 members in 4 places. The list names them."
          name={({ label, n }) => `${label}: ${n}`}
        />
        <Paging page={1} pages={9} href={(page) => `/look?n=${page}`} />
      </div>
    </div>
  </Page>
)

/** Whole pages, made of the components as the rooms make them. */
export const samples = {
  home: (c: Ctx) => <Home c={c} />,
  question: (c: Ctx) => <Question c={c} of={formOf({})} />,
  error: (c: Ctx) => <Question c={c} of={nothing} />,
  kind: (c: Ctx) => <Kind c={c} />,
  sent: (c: Ctx) => <Sent c={c} />,
  story: (c: Ctx) => <Story c={c} />,
  directory: (c: Ctx) => <Directory c={c} />,
  setup: (c: Ctx) => <Setup c={c} />,
  import: (c: Ctx) => <Import c={c} />,
  board: (c: Ctx) => <Board c={c} />,
}
export type SampleName = keyof typeof samples
export const isSample = (name: string): name is SampleName => Object.hasOwn(samples, name)
export const sampleNames = Object.keys(samples)
