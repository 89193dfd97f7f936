import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { readAnswer } from '../lib/answer.ts'
import { messageOf, UserError } from '../lib/errors.ts'
import { ProcessError } from '../lib/process.ts'
import { type Git, namesIn, openGit } from './git.ts'
import { parseVisits } from './walk.ts'

export type ObjectFormat = 'sha1' | 'sha256'

/** The user's checkout, as it was when it was opened. It is only ever read. */
export interface Checkout {
  readonly directory: string
  readonly topLevel: string
  /** Path of `directory` inside `topLevel`: '' or 'sub/dir'. */
  readonly prefix: string
  readonly head: string
  /** Committer time, seconds since the epoch. */
  readonly headTime: number
  readonly objectFormat: ObjectFormat
  readonly shallow: boolean
  /** A partial clone: objects may be missing that git would fetch when it needs them. */
  readonly partial: boolean
  /** A tracked file differs from HEAD. */
  readonly dirty: boolean
  /** Name of the remote: `origin`, or else the first one. */
  readonly remote?: string
  /** The object directory, shared by all worktrees. */
  readonly objects: string
  /** The file that lists the commits whose parents were not fetched; missing in a complete clone. */
  readonly shallowFile: string
}

/** Git does not work, for whatever reason: it is not the checkout that is to blame. One line, with what to do. */
export class GitError extends Error {
  override readonly name = 'GitError'
}

/** Opens the checkout that `directory` lies in. Throws `UserError` if there is none, or no commit yet; `GitError`. */
export async function openCheckout(directory: string): Promise<Checkout> {
  const absolute = resolve(directory)
  if (!existsSync(absolute))
    throw new UserError(`${directory} does not exist: run actions/checkout before this step`)
  const git = openGit(absolute)
  const explained = <T>(work: Promise<T>): Promise<T> =>
    work.catch((error: unknown) => {
      throw explain(error, directory)
    })
  const reading = explained(readState(git))
  // Where there is no checkout, that is what is said of all that is asked.
  reading.catch(() => {})
  const place = await explained(placeOf(git, absolute))
  const [head, status, config] = await reading
  const remotes = [...config.matchAll(/(?:^|\0)remote\.(.*)\.url\n/g)].map((match) => match[1]!)
  const remote = remotes.includes('origin') ? 'origin' : remotes[0]
  return {
    ...place,
    ...head,
    partial: /(^|\0)(remote\..*\.promisor\ntrue|extensions\.partialclone\n)/.test(config),
    dirty: status !== '',
    ...(remote === undefined ? {} : { remote }),
  }
}

/** Head, status and configuration. */
function readState(git: Git) {
  return Promise.all([
    headOf(git),
    // No rename detection: in a partial clone it would read, and so fetch, file contents.
    git.text([
      'status',
      '--porcelain',
      '--untracked-files=no',
      '--no-renames',
      '--ignore-submodules=untracked',
    ]),
    git.text(['config', '--list', '-z']),
  ])
}

async function placeOf(git: Git, absolute: string) {
  const args = ['--show-toplevel', '--show-prefix', '--is-shallow-repository', '--show-object-format']
  const paths = ['--git-path', 'objects', '--git-path', 'shallow']
  const printed = await git.text(['rev-parse', ...args, ...paths])
  const lines = readAnswer('git rev-parse', printed, (text) => {
    if (!/^\/.*\n.*\n(true|false)\n.*\n.+\n.+$/.test(text)) throw new Error('this is no answer')
    return text.split('\n')
  })
  const [topLevel = '', prefix = '', shallow, format, objects = '', shallowFile = ''] = lines
  return {
    directory: absolute,
    topLevel,
    prefix: prefix.replace(/\/$/, ''),
    shallow: shallow === 'true',
    objectFormat: format === 'sha256' ? ('sha256' as const) : ('sha1' as const),
    objects: resolve(absolute, objects),
    shallowFile: resolve(absolute, shallowFile),
  }
}

async function headOf(git: Git): Promise<{ head: string; headTime: number }> {
  const printed = await git.text(['rev-list', '-1', '--timestamp', 'HEAD', '--'])
  const [visit] = readAnswer('git rev-list', printed, parseVisits)
  if (visit === undefined) throw new ProcessError('unreadable', 'git rev-list', undefined, '')
  return { head: visit.revision, headTime: visit.time }
}

function explain(error: unknown, directory: string): unknown {
  if (!(error instanceof ProcessError)) return error
  if (error.reason === 'cancelled') return error
  if (error.reason === 'not-found') return new GitError('git is not on PATH: install git before this step')
  if (error.stderr.includes('not a git repository'))
    return new UserError(
      `${directory} is not in a git repository: run actions/checkout before this step, or commit it to one`,
    )
  if (error.stderr.includes('dubious ownership'))
    return new UserError(
      `git does not trust ${directory}, which another user owns: use git 2.38 or newer, or run \`git config --global --add safe.directory '*'\` before this step`,
    )
  if (error.stderr.includes("bad revision 'HEAD'"))
    return new UserError(`the git repository at ${directory} has no commit yet: commit something first`)
  if (error.stderr.includes('must be run in a work tree'))
    return new UserError(
      `${directory} is not a checkout, but a bare repository: run actions/checkout before this step`,
    )
  return new GitError(
    `git cannot read the checkout at ${directory}: ${messageOf(error)}; run \`git status\` in a step before this one`,
  )
}

/** Paths of the tracked files, relative to the top level. Throws `ProcessError`. */
export async function trackedFiles({ topLevel }: Checkout): Promise<readonly string[]> {
  const text = await openGit(topLevel).text(['ls-files', '-z'])
  return namesIn(text)
}

/** Paths of the files of HEAD, relative to the top level, whatever the index has. Throws `ProcessError`. */
export async function headFiles({ topLevel, head }: Checkout): Promise<readonly string[]> {
  const text = await openGit(topLevel).text(['ls-tree', '-r', '-z', '--name-only', '--full-tree', head])
  return namesIn(text)
}

export interface Line {
  /** Of the file, relative to the top level. */
  readonly path: string
  readonly text: string
}

/**
 * The lines of HEAD's files that match an extended regular expression, in files whose paths match one of the patterns.
 * Throws `ProcessError`, also where the checkout lacks some of these files.
 */
export async function headLines(
  { topLevel, head }: Checkout,
  expression: string,
  patterns: readonly string[],
): Promise<readonly Line[]> {
  const how = ['-z', '-I', '-E', '--full-name', '--no-color', '--no-line-number', '--no-column']
  const printed = await openGit(topLevel)
    .text(['grep', ...how, '-e', expression, head, '--', ...patterns])
    .catch((error: unknown) => {
      // None.
      if (error instanceof ProcessError && error.exitCode === 1 && error.stderr === '') return ''
      throw error
    })
  return [...printed.matchAll(/^[0-9a-f]+:([^\0]+)\0(.*)$/gm)].map(([, path = '', text = '']) => ({
    path,
    text,
  }))
}
