import type { Places } from './places.ts'
import { openRemote } from './remote.ts'
import { walkRepository } from './truncate.ts'

export interface Branch {
  /** Without `refs/heads/`. Whoever may push chose it. */
  readonly name: string
  /** Full id of its last commit. */
  readonly tip: string
}

/** The branches of the remote, by one request. Throws `RemoteError`. */
export async function remoteBranches(places: Places): Promise<readonly Branch[]> {
  const [walk, remote] = await Promise.all([walkRepository(places), openRemote(places)])
  const prefix = 'refs/heads/'
  const refs = await remote.refs(walk.directory, [`${prefix}*`])
  return [...refs].flatMap(([ref, tip]) =>
    // The pattern is met by the end of a name, too.
    ref.startsWith(prefix) && /^[0-9a-f]{40,64}$/.test(tip) ? [{ name: ref.slice(prefix.length), tip }] : [],
  )
}
