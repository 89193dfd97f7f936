import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { ProcessError, run } from '../lib/process.ts'
import type { ClientKind } from './input.ts'
import { install } from './install.ts'
import { type Limit, settle } from './limit.ts'
import { asSubstituter } from './pack.ts'
import { reasonOf } from './reason.ts'
import type { BinaryCache, Found, Restored, Saved, StoreAccess } from './types.ts'
import { withoutUpstreamPaths } from './upstream.ts'

export interface ClientCacheOptions {
  readonly kind: ClientKind
  /** As the client takes it: a cache, for attic with or without its server in front. */
  readonly name: string
  readonly timeoutSeconds: number
  readonly trustedPublicKeys?: readonly string[] | undefined
  /** Where a cache of cachix.org is read; another place in tests. */
  readonly cachixUrl?: ((name: string) => string) | undefined
}

/** What a client says when it has no credentials, or none that may write. */
const refused =
  /neither auth token nor signing key|unauthori[sz]ed|forbidden|\b40[13]\b|permission|access ?denied|not authenticated|you don't have access/i

/**
 * A hosted cache with a client of its own, which knows the user's credentials, and by which this action pushes: the
 * client adds the closure and leaves out what is there. Nix reads the cache as a substituter.
 *
 * cachix: `cachix push NAME`, paths on standard input (docs.cachix.org/pushing). attic: `attic push CACHE PATH…`, and
 * `attic cache info CACHE` for the URL, which is what `attic use` writes to nix.conf (read in its client's source).
 */
export function clientCache(store: StoreAccess, options: ClientCacheOptions): BinaryCache {
  const { kind, name, timeoutSeconds, trustedPublicKeys: keys } = options
  const call = (args: readonly string[], limit: Limit, input?: string) =>
    run(kind, args, { timeoutSeconds: limit.left(), ...(input === undefined ? {} : { input }) })
  const address = async (limit: Limit): Promise<string> => {
    if (kind === 'cachix') return (options.cachixUrl ?? ((cache) => `https://${cache}.cachix.org`))(name)
    const { stdout, stderr } = await call(['cache', 'info', name], limit)
    return readEndpoint(`${stdout}\n${stderr}`)
  }
  return {
    name: `${kind}:${name}`,
    restore: (entry) =>
      settle(timeoutSeconds, async (limit): Promise<Restored> => {
        const url = await address(limit)
        if ((await store.missingIn(url, entry.paths, limit.left())).length > 0) return { status: 'miss' }
        return install(store, url, limit, (seconds) =>
          store.substitute(asSubstituter(url, keys), entry.paths, seconds, keys),
        )
      }),
    has: (entry) =>
      settle(timeoutSeconds, async (limit): Promise<Found> => {
        const missing = await store.missingIn(await address(limit), entry.paths, limit.left())
        return { status: missing.length === 0 ? 'found' : 'absent' }
      }),
    save: (entry) =>
      settle(timeoutSeconds, async (limit): Promise<Saved> => {
        const url = await address(limit)
        if ((await store.missingIn(url, entry.paths, limit.left())).length === 0) return { status: 'exists' }
        const closure = await store.closure(entry.paths, limit.left())
        const ours = await withoutUpstreamPaths(store, closure, limit)
        try {
          if (kind === 'cachix') await call(['push', name], limit, `${entry.paths.join('\n')}\n`)
          else await call(['push', name, ...entry.paths], limit)
        } catch (error) {
          if (!(error instanceof ProcessError) || error.reason !== 'failed' || !refused.test(error.stderr))
            throw error
          return { status: 'read-only', reason: reasonOf(error) }
        }
        // Neither client says what it sent: the size before compression of what no upstream cache has.
        return { status: 'saved', bytes: ours.reduce((sum, info) => sum + info.narSize, 0) }
      }),
  }
}

/** The URL in what `attic cache info` prints. Throws an `Error` if there is none. */
export function readEndpoint(text: string): string {
  const url = /^\s*Binary Cache Endpoint:\s*(\S+)\s*$/m.exec(text)?.[1]
  if (url === undefined) throw new Error('attic cache info names no binary cache endpoint')
  return url
}

const sources: Readonly<Record<ClientKind, string>> = {
  cachix: 'with cachix/cachix-action or `nix profile install nixpkgs#cachix`',
  attic: 'with `nix profile install nixpkgs#attic-client`, and log in with `attic login`',
}

/** Throws an `Error` if the client of one of `kinds` is not on PATH. */
export function demandClients(kinds: readonly { readonly kind: string }[], path: string): void {
  for (const { kind } of kinds) {
    if (kind !== 'cachix' && kind !== 'attic') continue
    if (!path.split(delimiter).some((directory) => directory !== '' && isProgram(join(directory, kind))))
      throw new Error(
        `\`${kind}:\` needs the program \`${kind}\`, which is not on PATH; install it in an earlier step, ${sources[kind]}`,
      )
  }
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}
