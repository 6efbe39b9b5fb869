import './schema.ts'

// Who is asking, and what they may do.
export { may } from './permissions.ts'
export { sessionCookie, takeToken } from './cookies.routes.ts'
export { startSession, whoIsAsking } from './who.routes.tsx'

// People, their accounts and roles.
export {
  confirmAccount,
  findAccount,
  findOrMakePerson,
  giveRole,
  personOf,
} from './persons.actions.ts'
export { isLastSecretary } from './roles.actions.ts'
export { addExamplePeople, removeExamplePeople } from './example.ts'
export { newSignInLink } from './sign-in.actions.ts'

// What is mounted, and what follows.
export { peopleRoutes } from './routes.ts'
export { peopleLater } from './later.ts'
export { peopleRules } from './retention.ts'
export { outboxLater } from '#base/mail.sender.ts'
