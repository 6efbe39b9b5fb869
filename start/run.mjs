// `node start/run.mjs src/main.ts` or `node start/run.mjs vitest run`: installs what is missing, then goes on
// under the Node that Kith brings. npm leaves out `pre` scripts where install scripts are blocked, so each
// command that a stranger may type first goes through here.
import { existsSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { become } from './become.mjs'
import { clone, ensure, findNode, withLoader } from './ensure.mjs'

const [what = '', ...rest] = process.argv.slice(2)
const isOurs = existsSync(join(clone, what))
ensure({ forBuilders: !isOurs })
const node = findNode()
become(
  node,
  isOurs
    ? [...withLoader, join(clone, what), ...rest]
    : [realpathSync(join(clone, 'node_modules', '.bin', what)), ...rest],
)
