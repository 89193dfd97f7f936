import { execFile, execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** Real git for tests, without the configuration of whoever runs them. */
export function git(
  directory: string,
  args: readonly string[],
  input = '',
  env: NodeJS.ProcessEnv = {},
): string {
  const options = { ...optionsFor(directory, env), input, stdio: 'pipe' as const }
  return execFileSync('git', [...args], options)
    .toString()
    .trimEnd()
}

/** The same without blocking this process, for a server that runs inside of it. */
export async function gitAsync(directory: string, args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)('git', [...args], {
    ...optionsFor(directory),
    timeout: 60_000,
  })
  return stdout.trimEnd()
}

function optionsFor(cwd: string, env: NodeJS.ProcessEnv = {}) {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'))
  return {
    cwd,
    maxBuffer: 1 << 28,
    env: {
      ...Object.fromEntries(own),
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'protocol.file.allow',
      GIT_CONFIG_VALUE_0: 'always',
      GIT_AUTHOR_NAME: 'A',
      GIT_AUTHOR_EMAIL: 'a@example.com',
      GIT_COMMITTER_NAME: 'A',
      GIT_COMMITTER_EMAIL: 'a@example.com',
      ...env,
    },
  }
}

const made: string[] = []

/** A directory that `removeTemporaries` removes. */
export function temporary(): string {
  const directory = mkdtempSync(join(tmpdir(), 'revision-'))
  made.push(directory)
  return directory
}

export function removeTemporaries(): void {
  for (const directory of made.splice(0)) rmSync(directory, { recursive: true, force: true })
}

export interface Commit {
  /** Positions of the parents in the list, all before this one's. */
  readonly parents: readonly number[]
  /** Seconds since the epoch. */
  readonly time: number
  /** Changed by this commit: path to content. */
  readonly files?: Readonly<Record<string, string>>
  /** Full names of refs that end up at this commit. */
  readonly refs?: readonly string[]
}

/** A bare repository to fetch from; as bare as git lets it be, since some tests make thousands. */
export function emptyOrigin(directory: string, format: 'sha1' | 'sha256' = 'sha1'): void {
  mkdirSync(join(directory, 'objects'), { recursive: true })
  mkdirSync(join(directory, 'refs'))
  writeFileSync(join(directory, 'HEAD'), 'ref: refs/heads/main\n')
  const version = format === 'sha256' ? 'repositoryformatversion = 1' : 'repositoryformatversion = 0'
  const extension = format === 'sha256' ? '[extensions]\n\tobjectFormat = sha256\n' : ''
  writeFileSync(
    join(directory, 'config'),
    `[core]\n\t${version}\n\tbare = true\n${extension}[uploadpack]\n\tallowFilter = true\n\tallowAnySHA1InWant = true\n`,
  )
}

/** What `git fast-import` is told of the commit at this position. */
export function fastImport({ parents, time, files = {} }: Commit, position: number): string {
  const message = `commit ${position}`
  return [
    'commit refs/import/tip',
    `mark :${position + 1}`,
    `committer A <a@example.com> ${time} +0000`,
    `data ${message.length}`,
    message,
    // Without this, a commit that names no parent would continue the ref.
    ...(parents.length === 0 ? [] : [`from :${parents[0]! + 1}`]),
    ...parents.slice(1).map((parent) => `merge :${parent + 1}`),
    ...Object.entries(files).flatMap(([path, content]) => [
      `M 100644 inline ${path}`,
      `data ${Buffer.byteLength(content)}`,
      content,
    ]),
    '',
    'reset refs/import/tip',
    '',
  ].join('\n')
}

/** Writes the commits into a repository and returns their ids. */
export function importCommits(directory: string, commits: readonly Commit[]): readonly string[] {
  const refs = commits.flatMap((commit, n) =>
    (commit.refs ?? []).flatMap((ref) => [`reset ${ref}`, `from :${n + 1}`, '']),
  )
  const marks = join(directory, 'marks')
  git(
    directory,
    ['fast-import', '--quiet', '--force', `--export-marks=${marks}`],
    [...commits.map(fastImport), ...refs].join('\n'),
  )
  const ids: string[] = []
  for (const line of readFileSync(marks, 'utf8').trim().split('\n')) {
    const [mark, id] = line.split(' ')
    ids[Number(mark!.slice(1)) - 1] = id!
  }
  return ids
}

/** A new origin with these commits. */
export function origin(commits: readonly Commit[], format: 'sha1' | 'sha256' = 'sha1') {
  const directory = join(temporary(), 'origin.git')
  emptyOrigin(directory, format)
  return { directory, url: `file://${directory}`, ids: importCommits(directory, commits) }
}

/** A checkout as actions/checkout makes it, shallow and detached, but without files in it. */
export function shallowCheckout(url: string, revision: string, depth = 1, directory = temporary()): string {
  mkdirSync(join(directory, '.git/objects'), { recursive: true })
  mkdirSync(join(directory, '.git/refs'))
  writeFileSync(join(directory, '.git/HEAD'), 'ref: refs/heads/none\n')
  writeFileSync(join(directory, '.git/config'), `[remote "origin"]\n\turl = ${url}\n`)
  git(directory, ['fetch', '--quiet', '--no-tags', `--depth=${depth}`, 'origin', revision])
  const head = readFileSync(join(directory, '.git/FETCH_HEAD'), 'utf8').split('\t')[0]
  writeFileSync(join(directory, '.git/HEAD'), `${head}\n`)
  return directory
}

/** What git itself answers in the complete repository: the rule that `truncate` must equal. */
export function truth(
  directory: string,
  start: string,
  boundary: number | string,
  history: 'first-parent' | 'all',
): string {
  const mode = history === 'first-parent' ? ['--first-parent'] : []
  const found = git(directory, ['rev-list', '-1', ...mode, `--before=${boundary}`, start])
  return found || git(directory, ['rev-list', '--max-parents=0', '-1', ...mode, start])
}

/** Every file below a directory with its content, and when it was written. */
export function fingerprint(directory: string): Readonly<Record<string, string>> {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true })
  return Object.fromEntries(
    entries
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => {
        const stat = lstatSync(path)
        const content = stat.isFile() ? readFileSync(path) : stat.isSymbolicLink() ? readlinkSync(path) : ''
        const hash = createHash('sha256').update(content).digest('hex')
        return [path, `${stat.mode} ${stat.mtimeMs} ${hash}`]
      }),
  )
}
