import { rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { boundaryOf, openCheckout, openHistory, type Parents } from '../../src/revision/index.ts'
import { shallowCheckout, truth } from '../../testing/git.ts'
import type { GitServer } from '../../testing/git-server.ts'
import { timed } from '../measures.ts'
import { type Complete, git } from './repository.ts'

/** What goes over the wire to a server of HTTP, and how long it takes. */
export interface Cost {
  readonly seconds: number
  readonly bytes: number
  readonly requests: number
}

export interface Walk {
  /** Seconds. */
  readonly interval: number
  readonly parents: Parents
  /** Commits after the boundary that HEAD has. */
  readonly since: number
  readonly fetches: number
  readonly http: Cost
  /** From a repository on this machine, without a server. */
  readonly fileSeconds: number
}

export interface Places {
  /** Serves the directory of all repositories. */
  readonly server: GitServer
  readonly scratch: string
}

/** The walks from a start over all intervals; throws if an answer is not the complete history's. */
export async function measureStart(
  complete: Complete,
  start: string,
  { server, scratch, intervals }: Places & { readonly intervals: readonly number[] },
): Promise<readonly Walk[]> {
  const walks: Walk[] = []
  const [time = 0] = (await git(complete.directory, ['rev-list', '-1', '--timestamp', start]))
    .split(' ')
    .map(Number)
  for (const interval of intervals) {
    const boundary = boundaryOf(time, { seconds: interval, offset: 0 })
    const since = Number(
      await git(complete.directory, ['rev-list', '--count', `--since=@${boundary + 1} +0000`, start]),
    )
    for (const parents of ['first-parent', 'all'] as const) {
      const expected = truth(complete.directory, start, boundary, parents)
      const walk = (url: string) =>
        inCheckout(complete, { start, scratch, url }, async (directory, own) => {
          const checkout = await openCheckout(directory)
          const history = openHistory({ checkout, access: { serverUrl: '' }, scratch: own })
          const asked = { requests: server.requests.length, bytes: server.takeBytes() }
          const { seconds, value } = await timed(() => history.truncate({ start, boundary, parents }))
          if (value.revision !== expected)
            throw new Error(
              `from ${start} to ${boundary} (${parents}): ${value.revision}, in truth ${expected}`,
            )
          const bytes = server.takeBytes()
          return {
            fetches: value.fetches,
            cost: { seconds, bytes, requests: server.requests.length - asked.requests },
          }
        })
      const http = await walk(urlOf(complete, server))
      const file = await walk(`file://${complete.directory}`)
      walks.push({
        interval,
        parents,
        since,
        fetches: http.fetches,
        http: http.cost,
        fileSeconds: file.cost.seconds,
      })
    }
  }
  return walks
}

/** The complete history of a checkout by git itself, with these options; not measured for HTTP's bytes if from a file. */
export function measureUnshallow(
  complete: Complete,
  { server, scratch, options }: Places & { readonly options: readonly string[] },
): Promise<Cost> {
  const places = { start: complete.tip, scratch, url: urlOf(complete, server) }
  return inCheckout(complete, places, async (directory) => {
    server.takeBytes()
    const before = server.requests.length
    const args = ['fetch', '--quiet', '--no-tags', '--unshallow', ...options, 'origin', complete.tip]
    const { seconds } = await timed(() => git(directory, args))
    return { seconds, bytes: server.takeBytes(), requests: server.requests.length - before }
  })
}

const urlOf = ({ directory }: Complete, server: GitServer) =>
  `${server.url}/${directory.slice(directory.lastIndexOf('/') + 1)}`

/** A checkout of depth 1 whose remote is at `url`, and a directory of its own. */
async function inCheckout<T>(
  complete: Complete,
  { start, scratch, url }: { readonly start: string; readonly scratch: string; readonly url: string },
  use: (directory: string, own: string) => Promise<T>,
): Promise<T> {
  const own = await mkdtemp(join(scratch, 'walk-'))
  try {
    const directory = shallowCheckout(`file://${complete.directory}`, start, 1, join(own, 'checkout'))
    await git(directory, ['config', 'remote.origin.url', url])
    return await use(directory, own)
  } finally {
    rmSync(own, { recursive: true, force: true })
  }
}
