import { resolve } from 'node:path'
import { ProcessError } from '../lib/process.ts'
import type { Checkout } from './checkout.ts'
import { credentialsFor, mask, type ScopedEntry, withoutUserInfo } from './credentials.ts'
import { type ConfigEntry, openGit, unlessFailed } from './git.ts'
import type { Places } from './places.ts'

/** The remote could not give what was needed: the message says what, why and what to do, and holds no secret. */
export class RemoteError extends Error {
  override readonly name = 'RemoteError'
  readonly reason: 'no-remote' | 'refused' | 'unsupported' | 'failed' | 'timed-out' | 'incomplete'

  constructor(reason: RemoteError['reason'], message: string) {
    super(message)
    this.reason = reason
  }
}

export interface Remote {
  /** For people and for files: no credentials. */
  readonly publicUrl: string
  /** Runs a `git fetch` of these refspecs into a repository of the action's own. Throws `RemoteError`. */
  fetch(repository: string, options: readonly string[], refspecs: readonly string[]): Promise<void>
  /** `git ls-remote` for these patterns: refs and their objects. Throws `RemoteError`. */
  refs(repository: string, patterns: readonly string[]): Promise<ReadonlyMap<string, string>>
}

/** The name that our own repositories know the remote by; its URL is in the environment only. */
const name = 'checkout'
/** A commit with all of its files is as large as a checkout, and lines are slow. */
const fetchSeconds = 10 * 60
const remedy = 'or check out the whole history with `fetch-depth: 0`'

/** The checkout's remote with the checkout's own credentials, or with the token. Throws `RemoteError`. */
export async function openRemote({ checkout, access }: Omit<Places, 'scratch'>): Promise<Remote> {
  if (checkout.remote === undefined)
    throw new RemoteError(
      'no-remote',
      `the checkout lacks history and has no remote to fetch it from: add a remote named origin, ${remedy}`,
    )
  const local = openGit(checkout.directory)
  const [printed, configured] = await Promise.all([
    local.text(['config', '--list', '--show-scope', '-z']),
    unlessFailed(local.text(['remote', 'get-url', checkout.remote])),
  ])
  const effective = parseConfig(printed)
  const { url, config, secrets } = credentialsFor(effective, absolute(configured ?? '', checkout), access)
  const publicUrl = mask(withoutUserInfo(url), secrets)
  const proxy = effective.filter(({ key }) => key === `remote.${checkout.remote}.proxy`)
  const all: ConfigEntry[] = [
    ...config,
    [`remote.${name}.url`, url],
    ...proxy.map(({ value }): ConfigEntry => [`remote.${name}.proxy`, value]),
  ]
  const seconds = access.timeoutSeconds ?? fetchSeconds
  const options = { config: all, isolated: true, network: true, timeoutSeconds: seconds }
  const explained = <T>(work: Promise<T>): Promise<T> =>
    work.catch((error: unknown) => {
      throw explain(error, publicUrl, secrets, seconds)
    })

  return {
    publicUrl,
    async fetch(repository, fetchOptions, refspecs) {
      // Refspecs come by standard input: a history may have more cuts than a command line takes.
      const args = ['fetch', '--no-tags', '--no-write-fetch-head', '--no-auto-maintenance', ...fetchOptions]
      await explained(
        openGit(repository, options).text([...args, '--stdin', name], `${refspecs.join('\n')}\n`),
      )
    },
    async refs(repository, patterns) {
      const lines = await explained(openGit(repository, options).text(['ls-remote', name, ...patterns]))
      return new Map(
        lines.split('\n').flatMap((line): [string, string][] => {
          const [object, ref] = line.split('\t')
          return ref === undefined ? [] : [[ref, object!]]
        }),
      )
    },
  }
}

/** What `git config --list --show-scope -z` printed. */
function parseConfig(printed: string): readonly ScopedEntry[] {
  const fields = printed.split('\0')
  return fields.flatMap((scope, n): ScopedEntry[] => {
    const entry = fields[n + 1]
    if (n % 2 === 1 || entry === undefined) return []
    const at = entry.indexOf('\n')
    // A key without a value is a true boolean.
    return [
      at < 0
        ? { scope, key: entry, value: 'true' }
        : { scope, key: entry.slice(0, at), value: entry.slice(at + 1) },
    ]
  })
}

/** A path is relative to the checkout; our own repositories are elsewhere. */
function absolute(url: string, checkout: Checkout): string {
  const isPath = !url.includes('://') && !/^[^/]*:/.test(url)
  return isPath && url !== '' ? resolve(checkout.topLevel, url) : url
}

function explain(error: unknown, url: string, secrets: readonly string[], seconds: number): unknown {
  if (!(error instanceof ProcessError) || error.reason === 'cancelled' || error.reason === 'not-found')
    return error
  if (error.reason === 'timed-out')
    return new RemoteError(
      'timed-out',
      `fetching history from ${url} took more than ${seconds} s: check that the runner can reach it, raise \`fetch-timeout\`, ${remedy}`,
    )
  const cause = mask(causeOf(error.stderr), secrets)
  const reason = reasonOf(error.stderr)
  const advice =
    reason === 'failed' &&
    /auth|credential|could not read Username|denied|40[134]|not found/i.test(error.stderr)
      ? 'keep `persist-credentials: true` in actions/checkout, or give this step a `github-token` that may read the repository'
      : 'check that the runner can reach it'
  return new RemoteError(reason, `fetching history from ${url} failed (${cause}): ${advice}, ${remedy}`)
}

function reasonOf(stderr: string): RemoteError['reason'] {
  if (/not our ref|unadvertised object|couldn't find remote ref|no such remote ref/i.test(stderr))
    return 'refused'
  // The last one is all that comes through HTTP of an old server's "no commits selected for shallow requests".
  if (
    /does not support (shallow|--)|no commits selected for shallow|processing shallow info: 4/i.test(stderr)
  )
    return 'unsupported'
  return 'failed'
}

function causeOf(stderr: string): string {
  const lines = stderr.split('\n').map((line) => line.trim())
  const cause = lines.find((line) => /^(fatal|error): /.test(line)) ?? lines.findLast((line) => line !== '')
  return cause?.replace(/^(fatal|error): /, '') ?? 'git gave no reason'
}
