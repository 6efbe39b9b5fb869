#!/usr/bin/env node
// The command `kith`: any Node from 20 on finds the right one and hands the words over to src/cli.ts.
import { join } from 'node:path'
import { become } from './become.mjs'
import { clone, ensure, findNode, withLoader } from './ensure.mjs'

ensure({ forBuilders: false })
// The data of this clone, also from a folder below it; a file that somebody names is looked for where they are.
if (!process.env.KITH_DATA && !process.env.KITH_DATA_FILE && process.cwd() !== clone)
  process.env.KITH_DATA = join(clone, 'data')
become(findNode(), [...withLoader, join(clone, 'src', 'cli.ts'), ...process.argv.slice(2)])
