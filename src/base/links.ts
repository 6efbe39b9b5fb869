import type { Config } from './config.ts'

const ofThisMachine = /^https?:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/

/**
 * Where links in letters lead. Without KITH_ORIGIN the address is known only from a request, whose Host
 * anyone can forge to have a key sent to a site of their own: then it counts only on this machine, or when
 * somebody signed in was asking. Out: an origin without a slash at its end; null for a letter without
 * links.
 */
export function letterOrigin(
  config: Pick<Config, 'origin'>,
  asked: unknown,
  isSignedIn = false,
): string | null {
  if (config.origin) return config.origin
  if (typeof asked !== 'string' || asked === '') return null
  return isSignedIn || ofThisMachine.test(asked) ? asked : null
}
