import { formOf } from '#base/forms.ts'
import { Actions, Button, Form, Select } from '#base/ui/form.tsx'
import { Page } from '#base/ui/page.tsx'
import { Facts, Notice, Patch, Table, Tag, TaskList } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'

type Sample = { c: Ctx }
const back = { href: '/look', label: 'Back' }

export const Setup = ({ c }: Sample) => (
  <Page c={c} title="Before you open" narrow nav="desk" staff>
    <Notice tone="warn" title="Mail is not set up yet">
      <p>Letters wait in the outbox until it is.</p>
    </Notice>
    <TaskList
      tasks={[
        {
          title: 'Say what the coalition is for',
          href: '/look',
          status: { tone: 'good', label: 'Done' },
        },
        {
          title: 'Set up mail',
          href: '/look',
          hint: 'Letters wait until then',
          status: { tone: 'warn', label: 'Not yet' },
        },
        {
          title: 'Let the first members in',
          href: '/look',
          status: { tone: 'info', label: 'Later' },
        },
      ]}
    />
  </Page>
)

export const Import = ({ c }: Sample) => (
  <Page c={c} title="Which column is what?" nav="desk" staff back={back}>
    <Form c={c} action="/look">
      <Table
        caption="Columns of charities.csv"
        hideCaption
        head={['Column', 'First rows', 'Goes to']}
        rows={['Charity name', 'Town', 'Web', 'Income'].map((column, at) => [
          column,
          'Harbour Road Shed, Northtown Friends',
          <Select
            of={formOf({})}
            name={`column-${at}`}
            label={`Goes to: ${column}`}
            hideLabel
            none="Leave it out"
            choices={{ name: 'Name', town: 'Town', web: 'Web address' }}
          />,
        ])}
      />
      <Actions>
        <Button>See what would go in</Button>
      </Actions>
    </Form>
  </Page>
)

export const Board = ({ c }: Sample) => (
  <Page c={c} title="Match board" nav="desk" staff>
    <article class="pair" aria-labelledby="pair-1">
      <h2 id="pair-1" class="vh">
        Mrs Begum and Tahmina
      </h2>
      <div class="people">
        {['Mrs Begum', 'Tahmina'].map((name) => (
          <div class="person">
            <Patch id={name} />
            <div class="stack">
              <h3>{name}</h3>
              <Facts
                rows={[
                  { label: 'Speaks', value: 'Bengali, some English' },
                  { label: 'Checks', value: <Tag tone="good">All done</Tag> },
                ]}
              />
            </div>
          </div>
        ))}
      </div>
      <div class="why stack">
        <p>
          <strong>Why these two</strong>
        </p>
        <ul>
          <li>Both speak Bengali and chose a phone call</li>
          <li>Tuesday at 2pm suits both</li>
        </ul>
      </div>
      <div>
        <Form c={c} action="/look" inline>
          <Button about="Mrs Begum and Tahmina">Suggest to both</Button>
          <Button tone="quiet" about="for Mrs Begum and Tahmina">
            Not now
          </Button>
        </Form>
      </div>
    </article>
  </Page>
)
