import { fileURLToPath } from 'node:url'
import { UserError } from '../lib/errors.ts'
import { type Finished, ProcessError, type RunOptions, run } from '../lib/process.ts'
import { type Dialect, dialectOf, isAtLeast } from './dialect.ts'

/** Nix as this job calls it. */
export interface Nix {
  /** Of the machine that evaluates, for example `x86_64-linux`. */
  readonly system: string
  readonly dialect: Dialect
  /** For example `/nix/store`. */
  readonly storeDirectory: string
  /** Runs `nix` with the user's settings, to which NIX_CONFIG in `options.env` adds. Throws `ProcessError`. */
  run(args: readonly string[], options: NixOptions): Promise<Finished>
}

export interface NixOptions extends RunOptions {
  /** Each call has to say how long it may take. Undefined is for builds, whose limit is the job's. */
  readonly timeoutSeconds: number | undefined
}

/** `nix derivation show`, `^` for outputs of a store path and the JSON that is read are all there since then. */
const minimumVersion = '2.18'
const quickCallSeconds = 60

/**
 * Packages that use nix/default.nix by hand are given as they are: what they need is found and kept here, for all of the
 * graph, and two sets of hooks in one package would be one too many.
 */
const leftAlone = { INCREMENTAL_NIX_REVISION: 'none' }

/**
 * Finds `nix` on PATH and asks it for its version and system.
 * `settings` are lines of nix.conf. They travel in the environment, since a setting can hold an access token.
 */
export async function openNix(settings: readonly string[], workspace: string): Promise<Nix> {
  const features = 'extra-experimental-features = nix-command flakes'
  const config = (...more: readonly (string | undefined)[]) =>
    [process.env.NIX_CONFIG, ...settings, features, ...more].filter((text) => text !== undefined).join('\n')
  const nix = (args: readonly string[], { env, ...options }: NixOptions) =>
    run('nix', args, {
      cwd: workspace,
      ...options,
      env: { ...env, ...leftAlone, NIX_CONFIG: config(env?.NIX_CONFIG) },
    })

  const ask = (args: readonly string[]) =>
    nix(args, { timeoutSeconds: quickCallSeconds }).catch((error: unknown) => {
      throw notUsable(error)
    })
  const question = 'builtins.currentSystem + "\n" + builtins.storeDir'
  const asked = ask(['eval', '--impure', '--raw', '--expr', question])
  // Asked at the same time, but one that is too old may fail to answer for that reason.
  asked.catch(() => {})
  const { stdout } = await ask(['--version'])
  const dialect = dialectOf(stdout)
  if (dialect === undefined) throw notUsable(new ProcessError('unreadable', 'nix --version', undefined, ''))
  if (!isAtLeast(dialect.version, minimumVersion))
    throw new UserError(
      `Nix ${dialect.version} is too old: ${minimumVersion} or later is needed. Install a newer one, in a job by an earlier step such as cachix/install-nix-action.`,
    )
  const facts = /^(\w+-\w+)\n(\/.*)$/.exec((await asked).stdout.trim())
  if (facts === null) throw notUsable(new ProcessError('unreadable', 'nix eval', undefined, ''))
  const [, system = '', storeDirectory = ''] = facts
  return { system, dialect, storeDirectory, run: nix }
}

/** The same Nix with more settings (lines of nix.conf) and environment in every call. */
export function withSettings(
  nix: Nix,
  settings: readonly string[],
  env: Readonly<Record<string, string | undefined>> = {},
): Nix {
  return {
    ...nix,
    run: (args, options) => {
      const config = [...settings, options.env?.NIX_CONFIG].filter((text) => text !== undefined).join('\n')
      return nix.run(args, { ...options, env: { ...env, ...options.env, NIX_CONFIG: config } })
    },
  }
}

/** The same Nix for what may come to be unwanted: its calls are ended when the signal is aborted. */
export function endedBy(nix: Nix, signal: AbortSignal): Nix {
  return { ...nix, run: (args, options) => nix.run(args, { ...options, signal }) }
}

function notUsable(error: unknown): Error {
  if (!(error instanceof ProcessError)) return error instanceof Error ? error : new Error(String(error))
  if (error.reason === 'not-found')
    return new UserError(
      'There is no `nix` on PATH. Install Nix, in a job by an earlier step such as cachix/install-nix-action.',
    )
  if (error.reason === 'cancelled') return error
  return new UserError(
    `Nix does not work here: ${lastErrorOf(error.stderr) || error.message}. See whether \`nix --version\` works in the same place, and whether \`nix-options\` is at fault.`,
  )
}

/** A Nix string literal. */
export function nixString(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('${', '\\${').replaceAll('\r', '\\r')}"`
}

/** A file of the Nix library that comes with the action; the bundle in dist/ lies beside nix/. */
export function nixFile(name: string): string {
  return fileURLToPath(new URL(`../nix/${name}`, bundleUrl()))
}

function bundleUrl(): string {
  // In the bundle this module is dist/*.js; in the tests it is src/nix/nix.ts.
  return import.meta.url.replace(/\/src\/nix\/nix\.ts$/, '/src/nix.ts')
}

/** The message of the last error in what Nix printed, as one line without its trace. */
export function lastErrorOf(stderr: string): string {
  const plain = stderr.replace(/\x1b\[[0-9;]*m/g, '')
  const start = plain.lastIndexOf('error:')
  if (start < 0) return plain.trim().split('\n').at(-1)?.trim() ?? ''
  const lines = plain.slice(start + 'error:'.length).split('\n')
  return lines
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(0, 3)
    .join(' ')
}
