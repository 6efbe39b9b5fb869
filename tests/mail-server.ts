import { connect, createServer, type Server, type Socket } from 'node:net'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import type { Letter } from '../src/base/mail.ts'

export type Got = { to: string[]; mail: Email }

/** A mail server on the loopback that reads what it is given. */
export async function openMailServer(port = 0, options: SMTPServerOptions = {}) {
  const got: Got[] = []
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData(stream, session, done) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', async () => {
        const to = session.envelope.rcptTo.map((one) => one.address)
        got.push({ to, mail: await PostalMime.parse(Buffer.concat(parts)) })
        done()
      })
    },
    ...options,
  })
  server.on('error', () => {})
  await new Promise<void>((ready) => server.listen(port, '127.0.0.1', ready))
  const address = server.server.address()
  const at = typeof address === 'object' && address ? address.port : 0
  return { got, port: at, close: () => new Promise<void>((closed) => server.close(closed)) }
}

/** Stands between Kith and the mail server, and cuts the line once a letter was handed over. */
export async function openCutter(to: number) {
  let cuts = 0
  const sockets = new Set<Socket>()
  const server: Server = createServer((near) => {
    const far = connect(to, '127.0.0.1')
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => {})
    }
    near.on('data', (bytes: Buffer) => far.write(bytes))
    far.on('data', (bytes: Buffer) => {
      // "250 OK: message queued" never comes back.
      if (!bytes.toString().includes('message queued')) return void near.write(bytes)
      cuts += 1
      near.destroy()
      far.destroy()
    })
    near.on('close', () => far.destroy())
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    cuts: () => cuts,
    close: () =>
      new Promise<void>((closed) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => closed())
      }),
  }
}

/** A letter to person number n. */
export const letter = (n: number, more: Partial<Letter> = {}): Letter => ({
  key: `letter ${n}`,
  kind: 'membership.admitted',
  toPerson: null,
  toAddress: `person${n}@example.org`,
  lang: 'en',
  subject: `Letter ${n}`,
  html: `<p>Hello ${n}</p>`,
  text: `Hello ${n}`,
  ...more,
})
