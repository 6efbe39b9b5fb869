import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import MailComposer from 'nodemailer/lib/mail-composer'
import { parseConnectionUrl } from 'nodemailer/lib/shared'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import type { Outcome } from './mail.outcome.ts'
import { err, ok, type Result } from './result.ts'
import type { OutboxLetter } from './schema.ts'

/** Where letters are handed over, and whose name and address they bear. */
export type Post = { smtp: string; fromName: string; fromAddress: string }
type Sent = Pick<
  OutboxLetter,
  'key' | 'toAddress' | 'subject' | 'html' | 'text' | 'lang' | 'unsubscribeUrl'
>
type Problem = Error & { responseCode?: number; command?: string; response?: string }

type Auth = { user?: string; pass?: string }

export type Line = {
  send(letter: Sent): Promise<Outcome>
  /** Whether the other side still holds the line. */
  alive(): boolean
  close(): void
}

const connectionMs = 20_000
const silenceMs = 60_000
/** Well within the lease of a claimed letter, however slowly the other side answers. */
const wholeMs = 120_000

/** Nothing of a name that could end a header or pass for an address. */
const displayName = (name: string) =>
  name
    .replace(/[\p{Cc}<>@,;:"\\()[\]]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()

/** The same letter always bears the same Message-ID, so that a copy can be known as one. */
const messageId = (key: string, address: string) =>
  `<${createHash('sha256').update(key).digest('hex').slice(0, 40)}@${address.split('@')[1] ?? 'localhost'}>`

/** RFC 8058: one press in the mail program, without a page. */
function unsubscribeHeaders(url: string | null): Record<string, string> {
  if (!url) return {}
  return {
    'List-Unsubscribe': `<${new URL(url).href}>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  }
}

/** The letter as bytes for the mail server. */
function compose(letter: Sent, post: Post): Promise<Buffer> {
  const { subject, html, text } = letter
  return new MailComposer({
    from: { name: displayName(post.fromName), address: post.fromAddress },
    to: letter.toAddress,
    subject: subject.replace(/[\p{Cc}]/gu, ' '),
    html,
    text,
    messageId: messageId(letter.key, post.fromAddress),
    headers: {
      ...unsubscribeHeaders(letter.unsubscribeUrl),
      'Content-Language': letter.lang,
      'Auto-Submitted': 'auto-generated',
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build()
}

const whyOf = (problem: Problem): string =>
  (problem.response || problem.message).replace(/\s+/g, ' ').trim()

/** What a problem means. `begun`: the mail server had let us hand over the letter. */
function outcomeOf(problem: Problem, begun: boolean): Outcome {
  const why = whyOf(problem)
  const { responseCode: code, command = '' } = problem
  // A server that refuses our own address is set up wrongly; no letter is to blame.
  if (command === 'MAIL FROM' && code && code >= 500) return { kind: 'unreachable', why }
  if (code) return { kind: code >= 500 ? 'refused' : 'later', why }
  return { kind: begun ? 'unknown' : 'unreachable', why }
}

/** Waits for the work, but not for ever. */
async function within<V>(work: Promise<V>, ms: number, late: () => V | Promise<V>): Promise<V> {
  let timer: NodeJS.Timeout | undefined
  const tooLong = new Promise<V>((done) => {
    timer = setTimeout(() => done(late()), ms)
  })
  return Promise.race([work, tooLong]).finally(() => clearTimeout(timer))
}

function connect(connection: SMTPConnection, auth: Auth | undefined) {
  return new Promise<void>((connected, failed) => {
    connection.on('error', failed)
    connection.connect((problem) => {
      if (problem) return failed(problem)
      if (!auth || !connection.allowsAuth) return connected()
      return connection.login(auth, (refused) => (refused ? failed(refused) : connected()))
    })
  })
}

const tooSlow = () => Promise.reject(new Error('The mail server took too long'))

/**
 * Opens a line to the mail server, on which letters are sent one after the other. `smtp` is an address
 * such as smtps://name:password@mail.example.org. Out: the line, or why there is none.
 */
export async function openLine(post: Post): Promise<Result<Line, string>> {
  const { auth, ...options } = parseConnectionUrl(post.smtp)
  const local = ['localhost', '127.0.0.1', '::1'].includes(options.host ?? 'localhost')
  const connection = new SMTPConnection({
    ...options,
    // A password does not cross the net in the clear.
    requireTLS: auth !== undefined && !options.secure && !local,
    connectionTimeout: connectionMs,
    greetingTimeout: connectionMs,
    socketTimeout: silenceMs,
  })
  // Errors of the line come back from connect and send; one that nobody hears would end the process.
  connection.on('error', () => {})
  try {
    await within(connect(connection, auth), wholeMs, tooSlow)
  } catch (problem) {
    connection.close()
    return err(whyOf(problem as Problem)) // the connection throws nothing else
  }
  return ok({
    send: (letter) => sendOn(connection, letter, post),
    alive: () => !connection.destroyed,
    close: () => (connection.destroyed ? undefined : connection.quit()),
  })
}

async function sendOn(connection: SMTPConnection, letter: Sent, post: Post): Promise<Outcome> {
  const bytes = await compose(letter, post)
  let begun = false
  // Read from only once the server has answered DATA: from then on it may have the letter.
  const message = new Readable({
    read() {
      begun = true
      this.push(bytes)
      this.push(null)
    },
  })
  const envelope = { from: post.fromAddress, to: letter.toAddress, size: bytes.length }
  const sending = new Promise<Outcome>((done) => {
    connection.send(envelope, message, (problem) =>
      done(problem ? outcomeOf(problem as Problem, begun) : { kind: 'sent' }),
    )
  })
  return within(sending, wholeMs, () => {
    connection.close()
    return outcomeOf(new Error('The mail server took too long'), begun)
  })
}
