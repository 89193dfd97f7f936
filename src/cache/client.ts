import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { ProcessError, run } from '../lib/process.ts'
import type { ClientKind } from './input.ts'
import { type Limit, settleEach } from './limit.ts'
import { asSubstituter } from './pack.ts'
import { reasonOf } from './reason.ts'
import type { BinaryCache, StoreAccess } from './types.ts'
import { presenceIn, restorePresent, saveMissing } from './whole-store.ts'

export interface ClientCacheOptions {
  readonly kind: ClientKind
  /** As the client takes it: a cache, for attic with or without its server in front. */
  readonly name: string
  readonly timeoutSeconds: number
  readonly trustedPublicKeys?: readonly string[] | undefined
  readonly roots?: string | undefined
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
  const { kind, name, timeoutSeconds, trustedPublicKeys: keys, roots } = options
  const call = (args: readonly string[], limit: Limit, input?: string) =>
    run(kind, args, { timeoutSeconds: limit.left(), ...(input === undefined ? {} : { input }) })
  const address = async (limit: Limit): Promise<string> => {
    if (kind === 'cachix') return (options.cachixUrl ?? ((cache) => `https://${cache}.cachix.org`))(name)
    const { stdout, stderr } = await call(['cache', 'info', name], limit)
    return readEndpoint(`${stdout}\n${stderr}`)
  }
  return {
    name: `${kind}:${name}`,
    restore: ({ wanted }) =>
      settleEach(wanted, timeoutSeconds, async (limit) => {
        const url = await address(limit)
        const attempt = (paths: readonly string[], seconds: number) =>
          store.substitute(asSubstituter(url, keys), paths, seconds, keys)
        return restorePresent(store, wanted, { url, attempt, roots, named: true }, limit)
      }),
    has: (entries) =>
      settleEach(entries, timeoutSeconds, async (limit) =>
        presenceIn(store, await address(limit), entries, limit),
      ),
    save: ({ wanted }) =>
      settleEach(wanted, timeoutSeconds, async (limit) =>
        saveMissing(store, wanted, { url: await address(limit), limit }, async (paths) => {
          try {
            if (kind === 'cachix') await call(['push', name], limit, `${paths.join('\n')}\n`)
            else await call(['push', name, ...paths], limit)
            return undefined
          } catch (error) {
            if (!(error instanceof ProcessError) || error.reason !== 'failed' || !refused.test(error.stderr))
              throw error
            return { status: 'read-only', reason: reasonOf(error) }
          }
        }),
      ),
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
