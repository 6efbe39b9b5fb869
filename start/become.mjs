import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { basename } from 'node:path'

/**
 * Goes on as another program: in place of this one where Node can, so that one process runs and gets every
 * signal itself; else as a child that is handed the signals.
 */
export function become(node, args) {
  if (process.execve) {
    process.removeAllListeners('warning')
    process.execve(node, [basename(node), ...args], process.env)
  }
  const child = spawn(node, args, { stdio: 'inherit' })
  // Ctrl-C reaches the child by itself; this one only waits for it.
  process.on('SIGINT', () => {})
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) =>
    process.exit(signal ? 128 + constants.signals[signal] : (code ?? 1)),
  )
  child.on('error', (error) => {
    process.stderr.write(`${node} cannot run on this machine: ${error.message}\n`)
    process.exit(1)
  })
}
