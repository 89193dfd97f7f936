import { join } from 'node:path'
import { refOf } from './credentials.ts'
import { unlessFailed } from './git.ts'
import type { Places } from './places.ts'
import { openRemote } from './remote.ts'
import {
  fetchBehind,
  result,
  type Truncated,
  truncate,
  type Visible,
  visibleFrom,
  type Wanted,
  walkRepository,
} from './truncate.ts'
import { judge, type Parents, type Visit } from './walk.ts'

/** A branch as it was at each of its last commits. */
export interface Replay {
  /** Along first parents from HEAD, the newest first. */
  readonly commits: readonly Visit[]
  /**
   * The truncated revision, of what has been read already as far as that goes. Throws `RemoteError` if the remote does not
   * give what it takes to find it.
   */
  truncate(wanted: Wanted): Promise<Truncated>
}

/** The last commits of HEAD's branch, `most` of them at most; those that the checkout lacks are fetched. Throws `RemoteError`. */
export async function openReplay(places: Places, most: number): Promise<Replay> {
  const { checkout, access } = places
  const walk = await walkRepository(places)
  const look = (start: string, parents: Parents) =>
    visibleFrom(walk.git, join(walk.directory, 'shallow'), { start, parents })
  let branch = await look(checkout.head, 'first-parent')
  const cut = branch.visits.findIndex(({ revision }) => branch.cuts.has(revision))
  if (cut >= 0 && cut < most - 1) {
    const cuts = [branch.visits[cut]!.revision]
    await fetchBehind(await openRemote(places), walk, { cuts, ref: refOf(access), depth: most - cut })
    branch = await look(checkout.head, 'first-parent')
  }
  let positions = positionsOf(branch.visits)
  /** The last walk to all parents. It is no part of one that starts elsewhere, and too long for keeping many. */
  let other: { readonly start: string; readonly seen: Visible } | undefined
  const visible = async ({ start, parents }: Wanted): Promise<Visible | undefined> => {
    if (parents === 'first-parent') {
      const position = positions.get(start)
      return position === undefined ? undefined : { ...branch, visits: branch.visits.slice(position) }
    }
    if (other?.start !== start) {
      const seen = await unlessFailed(look(start, parents))
      other = seen && { start, seen }
    }
    return other?.seen
  }
  return {
    commits: branch.visits.slice(0, most),
    async truncate(wanted) {
      const seen = await visible(wanted)
      const judgement = seen && judge(seen.visits, wanted.boundary, seen.cuts)
      if (judgement !== undefined && 'found' in judgement) return result(judgement, 0)
      const found = await truncate(places, wanted)
      // It may have fetched what is missed here.
      other = undefined
      branch = await look(checkout.head, 'first-parent')
      positions = positionsOf(branch.visits)
      return found
    },
  }
}

function positionsOf(visits: readonly Visit[]): ReadonlyMap<string, number> {
  return new Map(visits.map(({ revision }, position) => [revision, position]))
}
