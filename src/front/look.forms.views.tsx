import type { PropsWithChildren } from 'hono/jsx'
import { type FormState, formOf } from '#base/forms.ts'
import { Actions, Button, Choice, Field, Form, Select, Tick, Ticks } from '#base/ui/form.tsx'
import { LeaveQuickly } from '#base/ui/parts.tsx'
import type { Ctx } from '#base/web.ts'

export const Section = ({
  id,
  title,
  children,
}: PropsWithChildren<{ id: string; title: string }>) => (
  <section class="stack" aria-labelledby={id}>
    <h2 id={id}>{title}</h2>
    {children}
  </section>
)

const filled: FormState = formOf({
  name: 'Arthur Okafor',
  about: 'We meet on Tuesdays.',
  kind: 'charity',
  topics: ['food', 'friendship'],
  agreed: 'yes',
  column: 'name',
})
const wrong: FormState = {
  values: { 'wrong-mail': 'arthur@', 'wrong-story': 'So much to say. '.repeat(4) },
  problems: {
    'wrong-name': 'Write your name',
    'wrong-mail': 'Write a mail address with a dot after the @, such as name@example.org',
    'wrong-story': 'Keep this to 50 characters or fewer',
    'wrong-kind': 'Choose what you are',
    'wrong-agreed': 'Tick this to go on',
  },
}
const kinds = {
  organisation: 'Organisation',
  charity: { label: 'Charity', hint: 'With a number at the charity register' },
  individual: 'Individual',
}
const topics = {
  food: 'Food',
  friendship: 'Friendship',
  transport: 'Getting about',
  digital: 'Going online',
}

export const Pressed = ({ c }: { c: Ctx }) => (
  <Section id="pressed" title="What is pressed">
    <Form c={c} action="/look" inline>
      <Button>Send my story</Button>
      <Button tone="quiet">Not now</Button>
      <Button tone="warn">Remove the example</Button>
      <Button tone="link" name="later" value="yes">
        Save and finish later
      </Button>
      <a href="#pressed">A link beside buttons</a>
    </Form>
    <LeaveQuickly />
  </Section>
)

const Chosen = () => (
  <>
    <Choice
      of={filled}
      name="kind"
      legend="What are you?"
      choices={kinds}
      hint="You can change this later"
    />
    <Choice
      of={filled}
      name="children"
      legend="Is a child in it?"
      choices={{ yes: 'Yes', no: 'No' }}
      inline
    />
    <Ticks of={filled} name="topics" legend="What do you work on?" choices={topics} optional />
    <Select
      of={filled}
      name="column"
      label="Column B"
      none="Leave it out"
      choices={{ name: 'Name', town: 'Town' }}
    />
    <Tick
      of={filled}
      name="agreed"
      label="Everyone in this story has agreed"
      hint="Neighbours who never saw this form come first"
    />
  </>
)

export const Asked = ({ c }: { c: Ctx }) => (
  <Section id="asked" title="Questions">
    <Form c={c} action="/look" of={filled}>
      <Field of={filled} name="name" label="Full name" autocomplete="name" spellcheck={false} />
      <Field
        of={filled}
        name="phone"
        label="Phone"
        hint="We ring only to talk about this"
        type="tel"
        width="middle"
        optional
      />
      <Field
        of={filled}
        name="postcode"
        label="Postcode"
        width="short"
        autocomplete="postal-code"
      />
      <Field
        of={filled}
        name="about"
        label="What happened?"
        long
        rows={5}
        max={60}
        draft
        hint="A few sentences is plenty"
      />
      <Field of={filled} name="picture" label="A picture" type="file" accept="image/*" optional />
      <Chosen />
      <Actions>
        <Button>Continue</Button>
      </Actions>
    </Form>
  </Section>
)

export const Refused = ({ c }: { c: Ctx }) => (
  <Section id="refused" title="Questions with problems">
    <Form c={c} action="/look" of={wrong}>
      <Field of={wrong} name="wrong-name" label="Full name" />
      <Field of={wrong} name="wrong-mail" label="Mail address" type="email" hint="We answer here" />
      <Field of={wrong} name="wrong-story" label="What happened?" long rows={3} max={50} />
      <Choice of={wrong} name="wrong-kind" legend="What are you?" choices={kinds} />
      <Tick of={wrong} name="wrong-agreed" label="I agree" />
      <Actions>
        <Button>Send</Button>
      </Actions>
    </Form>
  </Section>
)
