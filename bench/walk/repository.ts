import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { openGit } from '../../src/revision/git.ts'
import { type Commit, emptyOrigin, fastImport } from '../../testing/git.ts'

/** A complete history, in a repository that is served. */
export interface Complete {
  readonly title: string
  readonly directory: string
  readonly tip: string
  readonly commits: number
  /** On the first-parent line of the tip. */
  readonly line: number
}

/** A bare repository with these commits as `main`, packed as servers keep theirs. */
export async function writeRepository(
  directory: string,
  title: string,
  commits: Iterable<Commit>,
): Promise<Complete> {
  emptyOrigin(directory)
  const child = spawn('git', ['fast-import', '--quiet', '--force'], {
    cwd: directory,
    stdio: ['pipe', 'ignore', 'inherit'],
  })
  const ended = once(child, 'exit')
  await pipeline(Readable.from(inBlocks(commits)), child.stdin)
  const [code] = await ended
  if (code !== 0) throw new Error(`git fast-import ended with ${code}`)
  // The deltas of fast-import are kept: to look for better ones takes longer than all of the walks.
  await git(directory, ['repack', '-a', '-d', '-b', '-q', '--window=0'])
  await git(directory, ['commit-graph', 'write', '--reachable', '--no-progress'])
  return describe(directory, title)
}

/** The text for `git fast-import`, in pieces that are worth a write each. */
function* inBlocks(commits: Iterable<Commit>): Generator<string> {
  let block = ''
  let position = 0
  for (const commit of commits) {
    block += fastImport(commit, position++)
    if (block.length < 1 << 20) continue
    yield block
    block = ''
  }
  yield `${block}reset refs/heads/main\nfrom :${position}\n\n`
}

/** The history of HEAD in a repository of somebody else's: parents and times, without files. */
export async function readHistory(directory: string): Promise<readonly Commit[]> {
  const args = ['rev-list', '--topo-order', '--reverse', '--parents', '--timestamp', 'HEAD']
  const positions = new Map<string, number>()
  return (await git(directory, args)).split('\n').map((line, position) => {
    const [time, revision = '', ...parents] = line.split(' ')
    positions.set(revision, position)
    return { parents: parents.map((parent) => positions.get(parent)!), time: Number(time) }
  })
}

async function describe(directory: string, title: string): Promise<Complete> {
  const count = async (...args: string[]) => Number(await git(directory, ['rev-list', '--count', ...args]))
  return {
    title,
    directory,
    tip: await git(directory, ['rev-parse', 'HEAD']),
    commits: await count('HEAD'),
    line: await count('--first-parent', 'HEAD'),
  }
}

/** Commits to begin walks at, newest first: of the last ones of the branch, and every third the tip of a topic that it merged. */
export async function chooseStarts(
  { directory }: Complete,
  count: number,
  among: number,
): Promise<readonly string[]> {
  const printed = await git(directory, ['rev-list', '--first-parent', '--parents', `-${among}`, 'HEAD'])
  const line = printed.split('\n').map((text) => text.split(' '))
  const merges = line.filter((commit) => commit.length > 2)
  const every = <T>(list: readonly T[], n: number) => list[Math.floor((n * list.length) / count)]!
  return Array.from({ length: count }, (_, n) =>
    n % 3 === 2 && merges.length > 0 ? every(merges, n)[2]! : every(line, n)[0]!,
  )
}

/** Git without the user's configuration, with time for what is large. */
export function git(directory: string, args: readonly string[]): Promise<string> {
  return openGit(directory, { isolated: true, network: true, timeoutSeconds: 3 * 3600 }).text(args)
}
