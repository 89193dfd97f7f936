import { existsSync } from 'node:fs'
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readAnswer } from '../lib/answer.ts'
import type { Checkout } from './checkout.ts'
import { type Git, openGit, quotePath } from './git.ts'

/** A bare repository of the action's own. */
export interface Repository {
  readonly directory: string
  readonly git: Git
}

/**
 * A bare repository that sees the checkout's objects without having them, cut off where the checkout is.
 * One that is there already is taken as it is, with what it has fetched.
 */
export async function borrowingRepository(checkout: Checkout, directory: string): Promise<Repository> {
  return create(checkout, directory, async () => {
    const alternates = [quotePath(checkout.objects), ...(await alternatesOf(checkout))]
    await writeFile(join(directory, 'objects/info/alternates'), `${alternates.join('\n')}\n`)
    if (checkout.shallow) await copyFile(checkout.shallowFile, join(directory, 'shallow'))
  })
}

/** A bare repository with nothing in it, of the checkout's object format. */
export async function emptyRepository(checkout: Checkout, directory: string): Promise<Repository> {
  return create(checkout, directory, async () => {})
}

/** The commits at which a repository's history is cut off: listed as shallow, and with parents in truth. */
export async function cutsOf(
  git: Git,
  shallowFile: string,
  among: readonly string[],
): Promise<ReadonlySet<string>> {
  if (!existsSync(shallowFile)) return new Set()
  const listed = new Set((await readFile(shallowFile, 'utf8')).split('\n'))
  const candidates = among.filter((revision) => listed.has(revision))
  if (candidates.length === 0) return new Set()
  const raw = await objectsOf(git, candidates)
  return new Set(candidates.filter((_, n) => namesParents(raw[n]!)))
}

/**
 * Takes commits that are not here off the list of cuts. Servers name cuts without sending the commits, where another cut is
 * in front of them; when such a cut is lifted, git fetches its commit, by a request for each.
 */
export async function forgetAbsentCuts({ directory, git }: Repository): Promise<void> {
  const file = join(directory, 'shallow')
  if (!existsSync(file)) return
  // Unlike `cat-file`, this takes no commit for one to be fetched.
  const present = ['rev-list', '--no-walk=unsorted', '--ignore-missing', '--missing=allow-any', '--stdin']
  const left = await git.text(present, await readFile(file, 'utf8'))
  await (left === '' ? rm(file) : writeFile(file, `${left}\n`))
}

/** Whether the commit has parents in truth, a cut or not. */
export async function hasParents(git: Git, revision: string): Promise<boolean> {
  const [commit] = await objectsOf(git, [revision])
  return namesParents(commit!)
}

async function create(checkout: Checkout, directory: string, fill: () => Promise<void>): Promise<Repository> {
  const ready = join(directory, 'incremental-nix')
  if (!existsSync(ready)) {
    await rm(directory, { recursive: true, force: true })
    await mkdir(directory, { recursive: true })
    // Without a template: the user's may bring hooks.
    const init = [
      'init',
      '--bare',
      '--template=',
      '--initial-branch=revision-1',
      `--object-format=${checkout.objectFormat}`,
    ]
    await openGit(directory, { isolated: true }).text([...init, '.'])
    await mkdir(join(directory, 'objects/info'), { recursive: true })
    await fill()
    await writeFile(ready, '')
  }
  // A commit graph that the checkout shares with us may have been written before or after a cut.
  const config = [['core.commitGraph', 'false']] as const
  return { directory, git: openGit(directory, { isolated: true, config }) }
}

/** The alternates of alternates must be absolute, so all of them are listed. Git prints them quoted as the file needs. */
async function alternatesOf(checkout: Checkout): Promise<readonly string[]> {
  const printed = await openGit(checkout.directory).text(['count-objects', '-v'])
  return printed.split('\n').flatMap((line) => (line.startsWith('alternate: ') ? [line.slice(11)] : []))
}

/** The contents of these objects, in their order. Throws `ProcessError`. */
async function objectsOf(git: Git, ids: readonly string[]): Promise<readonly Buffer[]> {
  return readAnswer('git cat-file', await git.catFile(['--batch'], `${ids.join('\n')}\n`), (batch) => {
    const objects = parseBatch(batch)
    if (objects.length !== ids.length) throw new Error('these are not all')
    return objects
  })
}

/** `git cat-file --batch` prints for each object `<id> <type> <size>`, a newline, the object, a newline. */
function parseBatch(batch: Buffer): readonly Buffer[] {
  const objects: Buffer[] = []
  for (let at = 0; at < batch.length; ) {
    const start = batch.indexOf('\n', at) + 1
    const size = Number(/^[0-9a-f]+ \w+ (\d+)$/.exec(batch.toString('latin1', at, start - 1))?.[1])
    if (Number.isNaN(size)) throw new Error('this is no object')
    objects.push(batch.subarray(start, start + size))
    at = start + size + 1
  }
  return objects
}

function namesParents(commit: Buffer): boolean {
  const secondLine = commit.indexOf('\n') + 1
  return commit.toString('latin1', secondLine, secondLine + 7) === 'parent '
}
