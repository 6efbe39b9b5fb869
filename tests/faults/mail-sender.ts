// A process of its own that sends what waits in the outbox, so that a test can kill it at any moment.
import { openDatabase, openPool } from '#base/db.ts'
import type { Config } from '#base/config.ts'
import { outboxLater } from '#base/mail.sender.ts'

const [, , url = '', smtp = ''] = process.argv
const pool = openPool(url, 2)
// The sender reads no other setting.
const config = { smtp, mailFrom: 'office@northtown.example' } as Config
await outboxLater.jobs?.['outbox.send']?.(
  { db: openDatabase(pool), config, secret: '' },
  {} as never,
)
await pool.end()
