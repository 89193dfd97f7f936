import { join } from 'node:path'
import { refOf } from './credentials.ts'
import type { Places } from './places.ts'
import { openRemote } from './remote.ts'
import {
  fetchBehind,
  result,
  type Truncated,
  truncate,
  visibleFrom,
  type Wanted,
  walkRepository,
} from './truncate.ts'
import { judge, type Visit } from './walk.ts'

/** A branch as it was at each of its last commits. */
export interface Replay {
  /** Along first parents from HEAD, the newest first. */
  readonly commits: readonly Visit[]
  /**
   * The truncated revision, for which git is not asked where the walk is a part of HEAD's. Throws `RemoteError` if the
   * remote does not give what it takes to find it.
   */
  truncate(wanted: Wanted): Promise<Truncated>
}

/** The last commits of HEAD's branch, `most` of them at most; those that the checkout lacks are fetched. Throws `RemoteError`. */
export async function openReplay(places: Places, most: number): Promise<Replay> {
  const { checkout, access } = places
  const walk = await walkRepository(places)
  const look = () =>
    visibleFrom(walk.git, join(walk.directory, 'shallow'), { start: checkout.head, parents: 'first-parent' })
  let seen = await look()
  const cut = seen.visits.findIndex(({ revision }) => seen.cuts.has(revision))
  if (cut >= 0 && cut < most - 1) {
    const cuts = [seen.visits[cut]!.revision]
    await fetchBehind(await openRemote(places), walk, { cuts, ref: refOf(access), depth: most - cut })
    seen = await look()
  }
  let positions = positionsOf(seen.visits)
  return {
    commits: seen.visits.slice(0, most),
    async truncate(wanted) {
      const position = wanted.parents === 'first-parent' ? positions.get(wanted.start) : undefined
      if (position !== undefined) {
        const judgement = judge(seen.visits.slice(position), wanted.boundary, seen.cuts)
        if ('found' in judgement) return result(judgement, 0)
      }
      const found = await truncate(places, wanted)
      if (position !== undefined) {
        seen = await look()
        positions = positionsOf(seen.visits)
      }
      return found
    },
  }
}

function positionsOf(visits: readonly Visit[]): ReadonlyMap<string, number> {
  return new Map(visits.map(({ revision }, position) => [revision, position]))
}
