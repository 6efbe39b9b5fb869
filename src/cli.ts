import { parseArgs } from 'node:util'
import { type Command, commands } from '#front/cli.commands.ts'
import { effective, readConfig, type SettingName, settings } from '#base/config.ts'
import { reachStore } from '#base/database.ts'
import { openDatabase, openPool } from '#base/db.ts'
import { migrate } from '#base/migrate.ts'
import { readSecret } from '#base/secrets.ts'

const out = (line: string) => process.stdout.write(`${line}\n`)
const wrong = (line: string) => process.stderr.write(`${line}\n`)

const options = {
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  yes: { type: 'boolean' },
  demo: { type: 'boolean' },
  name: { type: 'string' },
  purpose: { type: 'string' },
  place: { type: 'string' },
  person: { type: 'string' },
  email: { type: 'string' },
  phone: { type: 'string' },
  languages: { type: 'string' },
  head: { type: 'string' },
} as const

function help() {
  out(
    'kith: for those who run a Kith. It works while Kith runs on the same data, and while it does not.\n',
  )
  out('  kith config                    every setting, what it is, and where it came from')
  for (const { usage, about } of Object.values(commands)) out(`  ${usage.padEnd(30)} ${about}`)
  out('\n  --json   prints for programs instead of people')
}

function showConfig(json: boolean) {
  const rows = Object.entries(settings).map(([key, setting]) => {
    const { value, from } = effective(process.env, key as SettingName) // a key of this very table
    const shown = 'secret' in setting && value ? '(hidden)' : value
    return { name: key, value: shown, from, about: setting.about }
  })
  if (json) return out(JSON.stringify(rows, null, 2))
  for (const { name, value, from, about } of rows)
    out(`${name} = ${value || '(empty)'}   from ${from}\n    ${about}`)
  return undefined
}

async function carryOut(command: Command, words: string[], values: Record<string, unknown>) {
  const config = readConfig(process.env)
  if (!config.ok) {
    wrong(config.error.join('\n'))
    return 1
  }
  const store = await reachStore(config.value, (line) => wrong(line))
  const pool = openPool(store.appUrl, 3)
  try {
    await migrate(store.ownerUrl)
    const deps = {
      db: openDatabase(pool),
      config: config.value,
      secret: readSecret(config.value.dataFolder),
    }
    const said = await command.run(deps, words, values)
    if (values['json']) out(JSON.stringify({ ok: said.ok, ...said.data }, null, 2))
    else for (const line of said.lines) (said.ok ? out : wrong)(line)
    return said.ok ? 0 : 1
  } finally {
    await pool.end()
    await store.stop()
  }
}

/** A command of one word or of two, and the words behind it. */
function commandIn(
  name: string,
  words: string[],
): { command: Command | undefined; rest: string[] } {
  const two = commands[`${name} ${words[0] ?? ''}`]
  return two ? { command: two, rest: words.slice(1) } : { command: commands[name], rest: words }
}

/** The command line: `kith COMMAND …`. Out: the exit code. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({ options, allowPositionals: true, strict: true })
  const [name = '', ...words] = positionals
  if (values.help || ['', 'help'].includes(name)) {
    help()
    return name === '' && !values.help ? 1 : 0
  }
  if (name === 'config') {
    showConfig(values.json ?? false)
    return 0
  }
  const { command, rest } = commandIn(name, words)
  if (command) return carryOut(command, rest, values)
  wrong(`There is no command “${name}”. “kith help” lists them.`)
  return 1
}

process.exitCode = await main().catch((problem: Error) => {
  wrong(problem.message)
  return 1
})
