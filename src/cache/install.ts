import { userInfo } from 'node:os'
import { ProcessError } from '../lib/process.ts'
import type { Limit } from './limit.ts'
import { maskUrls, reasonOf } from './reason.ts'
import type { Restored, StoreAccess } from './types.ts'

/** What Nix says when a server did not give what it has, as opposed to what it has being bad. */
const outage =
  /HTTP error (?:401|403|408|429|5\d\d)|could ?n[o']t (?:connect|resolve)|connection (?:reset|refused|timed)|timed out|timeout|transfer closed|recv failure|empty reply|no space left|disk (?:is )?full/i

/** Whether Nix refused what a store gave: bad content or a signature that does not fit, not an outage. */
export function isRefusal(reason: string): boolean {
  return !outage.test(reason)
}

/**
 * Runs `attempt`, which makes an entry valid from the store at `url`, and says why it failed if it does. Throws when it
 * was cancelled or took too long.
 */
export async function install(
  store: StoreAccess,
  url: string | undefined,
  limit: Limit,
  attempt: (seconds: number) => Promise<void>,
): Promise<Restored> {
  const seconds = limit.left()
  try {
    await attempt(seconds)
    return { status: 'hit' }
  } catch (error) {
    if (error instanceof ProcessError && error.reason !== 'failed') throw error
    // If Nix cannot even say that, what it said before counts.
    const trusted = await store.trusted(limit.left()).catch(() => undefined)
    if (trusted === false) return untrusted(userInfo().username, url)
    const reason = reasonOf(error)
    return { status: 'failed', reason, refused: isRefusal(reason) }
  }
}

/** The failure of a user who may not name substituters. `url` is the store, if Nix's daemon could be told of it. */
export function untrusted(user: string, url: string | undefined): Restored {
  const ofItsOwn =
    url === undefined
      ? ''
      : `, or, for this store alone, \`extra-substituters = ${maskUrls(url)}\` and \`extra-trusted-public-keys = \` with the key that its content is signed by`
  return {
    status: 'failed',
    reason: `the user \`${user}\` is not in \`trusted-users\` of the Nix daemon, which then ignores the stores that a job names`,
    remedy: `Add \`trusted-users = root ${user}\` to /etc/nix/nix.conf and restart the Nix daemon${ofItsOwn}`,
  }
}
