import type { StoreAccess, Substituters } from '../cache/types.ts'
import { readAnswer } from '../lib/answer.ts'
import { parsePathInfo } from './dialect.ts'
import type { Nix } from './nix.ts'

type NixRunner = Pick<Nix, 'run' | 'dialect'>

const quickCallSeconds = 60
/** Nix remembers for an hour that a store lacked a path, and for a month that it had one: both may be wrong by now. */
const askAgain = ['narinfo-cache-negative-ttl', 'narinfo-cache-positive-ttl'].flatMap((name) => [
  '--option',
  name,
  '0',
])

/** Names of the keys in what `showConfig` of the dialect prints. */
export function parseTrustedKeyNames(json: string): ReadonlySet<string> {
  const settings = JSON.parse(json) as Readonly<Record<string, { readonly value?: unknown } | undefined>>
  const value = settings['trusted-public-keys']?.value
  const keys = Array.isArray(value) ? value.map(String) : String(value ?? '').split(/\s+/)
  return new Set(keys.map((key) => key.split(':')[0]!).filter((name) => name !== ''))
}

/** Lines of nix.conf under which Nix takes only what is signed by one of `keys`, or by a key that it trusts anyway. */
function signedBy(keys: readonly string[] | undefined): string[] {
  return keys === undefined ? [] : [`extra-trusted-public-keys = ${keys.join(' ')}`, 'require-sigs = true']
}

/** Where Nix fetches from, according to what `showConfig` of the dialect prints. */
export function parseSubstituters(json: string): Substituters {
  const settings = JSON.parse(json) as Readonly<Record<string, { readonly value?: unknown } | undefined>>
  const value = settings.substituters?.value
  const urls = Array.isArray(value) ? value.map(String) : String(value ?? '').split(/\s+/)
  return {
    urls: urls.filter((url) => url !== ''),
    requireSignatures: settings['require-sigs']?.value !== false,
  }
}

/** More would not fit into a command line. */
const pathsAtOnce = 1000

/** Those of the paths that the local store has, without asking any substituter. Throws `ProcessError`. */
export async function validAmong(
  nix: NixRunner,
  paths: readonly string[],
  timeoutSeconds = quickCallSeconds,
): Promise<ReadonlySet<string>> {
  return new Set((await narHashes(nix, paths, timeoutSeconds)).keys())
}

/** The hashes of the contents of those that the local store has, likewise. Throws `ProcessError`. */
export async function narHashes(
  nix: NixRunner,
  paths: readonly string[],
  timeoutSeconds = quickCallSeconds,
): Promise<ReadonlyMap<string, string>> {
  const hashes = new Map<string, string>()
  for (let start = 0; start < paths.length; start += pathsAtOnce) {
    const some = paths.slice(start, start + pathsAtOnce)
    const args = [...nix.dialect.pathInfo, '--option', 'substitute', 'false', ...some]
    const { stdout } = await nix.run(args, { timeoutSeconds })
    for (const { path, narHash } of readAnswer('nix path-info', stdout, parsePathInfo))
      hashes.set(path, narHash)
  }
  return hashes
}

/** The local Nix store as the caches need it. */
export function createStoreAccess(nix: NixRunner): StoreAccess {
  const { dialect } = nix
  const call = async (args: readonly string[], timeoutSeconds: number): Promise<string> =>
    (await nix.run(args, { timeoutSeconds })).stdout
  const settings = (seconds: number) => call(dialect.showConfig, seconds)
  const lookUp: StoreAccess['lookUp'] = async (url, paths, seconds) => {
    const args = [...dialect.pathInfo, '--option', 'substitute', 'false', '--store', url]
    return readAnswer('nix path-info', await call([...args, ...askAgain, ...paths], seconds), parsePathInfo)
  }
  const fromUpstream = '--substitute-on-destination'
  return {
    valid: (paths, seconds) => validAmong(nix, paths, seconds),
    async keep(paths, link, seconds) {
      await call(['build', '--option', 'substitute', 'false', '--out-link', link, ...paths], seconds)
    },
    async closure(paths, seconds) {
      const printed = await call([...dialect.pathInfo, '--recursive', ...paths], seconds)
      return readAnswer('nix path-info', printed, parsePathInfo)
    },
    async trustedKeyNames(seconds) {
      return readAnswer('nix config show', await settings(seconds), parseTrustedKeyNames)
    },
    async trusted(seconds) {
      return readAnswer('nix store info', await call(dialect.storeInfo, seconds), dialect.trusted)
    },
    async sign(paths, keyFile, seconds) {
      await call(['store', 'sign', '--key-file', keyFile, ...paths], seconds)
    },
    async substituters(seconds) {
      return readAnswer('nix config show', await settings(seconds), parseSubstituters)
    },
    lookUp,
    async missingIn(url, paths, seconds) {
      const present = new Set((await lookUp(url, paths, seconds)).map((info) => info.path))
      return paths.filter((path) => !present.has(path))
    },
    async write(url, paths, seconds) {
      await call(['copy', '--no-recursive', '--to', url, ...paths], seconds)
    },
    async substitute(url, paths, seconds, keys) {
      // In the environment, since the URL can hold a password and everybody can read a command line.
      const env = { NIX_CONFIG: [`extra-substituters = ${url}`, ...signedBy(keys)].join('\n') }
      await nix.run(['build', '--no-link', '--keep-going', ...askAgain, ...paths], {
        env,
        timeoutSeconds: seconds,
      })
    },
    async push(url, paths, seconds) {
      // What was built here bears no signature, unless the user has a key.
      await call(['copy', '--no-check-sigs', fromUpstream, '--to', url, ...paths], seconds)
    },
    async pull(url, paths, seconds, keys) {
      const check = keys === undefined ? ['--no-check-sigs'] : []
      await nix.run(['copy', ...check, fromUpstream, ...askAgain, '--from', url, ...paths], {
        env: { NIX_CONFIG: signedBy(keys).join('\n') },
        timeoutSeconds: seconds,
      })
    },
  }
}
