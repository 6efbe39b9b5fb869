import { blank, type FormState } from '#base/forms.ts'
import { Button, Choice, Field, Form } from '#base/ui/form.tsx'
import { List, Tag } from '#base/ui/parts.tsx'
import { DateTime } from '#base/ui/when.tsx'
import type { Ctx } from '#base/web.ts'
import type { PersonRecord } from './persons.queries.ts'
import { coalitionRoles, type Role } from './schema.ts'

export const roleName = (c: Ctx, role: Role): string => c.var.t(`keys.role.${role}`)
export const roleNames = (c: Ctx, roles: readonly Role[]) =>
  Object.fromEntries(roles.map((role) => [role, roleName(c, role)]))

type RolesProps = { c: Ctx; record: PersonRecord; isOwn: boolean; form: FormState }

/** Which roles somebody holds, and the forms to give and to take one; nobody has them for themselves. */
export const RolesOf = ({ c, record, isOwn, form }: RolesProps) => {
  const { t } = c.var
  const { person, roles } = record
  const held = roles.map(({ role }) => role)
  const open = coalitionRoles.filter((role) => !held.includes(role))
  return (
    <section class="stack-lg">
      <h2>{t('people.office.roles')}</h2>
      {roles.length === 0 && <p>{t('people.office.roles-none')}</p>}
      <List>
        {roles.map((role) => (
          <li>
            <HeldRole c={c} held={role} />
          </li>
        ))}
      </List>
      {!isOwn && open.length > 0 && <Give c={c} form={form} id={person.id} roles={open} />}
      {!isOwn && held.length > 0 && <Take c={c} form={form} id={person.id} roles={held} />}
    </section>
  )
}

const HeldRole = ({ c, held }: { c: Ctx; held: PersonRecord['roles'][number] }) => (
  <>
    <Tag tone="info">{roleName(c, held.role)}</Tag> {c.var.t('people.office.given')}{' '}
    <DateTime at={held.givenAt} />
    {held.giver && (
      <>
        {', '}
        <bdi>{held.giver}</bdi>
      </>
    )}
    {'. '}
    <bdi>{held.reason}</bdi>
  </>
)

type RoleFormProps = { c: Ctx; form: FormState; id: string; roles: Role[] }

const Why = ({ c, form, name }: { c: Ctx; form: FormState; name: string }) => (
  <Field
    of={form}
    name={name}
    label={c.var.t('people.office.reason')}
    hint={c.var.t('people.office.reason-hint')}
  />
)

const Give = ({ c, form, id, roles }: RoleFormProps) => (
  <Form c={c} action={`/people/${id}/roles`} of={form}>
    <h3>{c.var.t('people.office.give')}</h3>
    <p>{c.var.t('people.office.give-what')}</p>
    <Choice
      of={form}
      name="role"
      legend={c.var.t('people.office.role')}
      choices={roleNames(c, roles)}
    />
    <Why c={c} form={form} name="reason" />
    <Button>{c.var.t('people.office.give')}</Button>
  </Form>
)

const Take = ({ c, form, id, roles }: RoleFormProps) => (
  <Form c={c} action={`/people/${id}/roles/end`} of={blank}>
    <h3>{c.var.t('people.office.take')}</h3>
    <Choice
      of={form}
      name="taken"
      legend={c.var.t('people.office.role-taken')}
      choices={roleNames(c, roles)}
    />
    <Why c={c} form={form} name="why" />
    <Button tone="warn">{c.var.t('people.office.take')}</Button>
  </Form>
)
