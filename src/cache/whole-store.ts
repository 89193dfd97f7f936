import { closureOf } from './closure.ts'
import { install, pathsOf } from './install.ts'
import type { Limit } from './limit.ts'
import type { Found, FullBuildEntry, PathInfo, Restored, Saved, StoreAccess } from './types.ts'
import { withoutUpstreamPaths } from './upstream.ts'
import { notWhole } from './whole.ts'

/** What the caches have in common that Nix can ask, and that take whole closures: one question and one transfer for all. */

/** Those of the entries all of whose paths the store at `url` has. */
async function having(
  store: StoreAccess,
  url: string,
  entries: readonly FullBuildEntry[],
  limit: Limit,
): Promise<ReadonlySet<FullBuildEntry>> {
  const missing = new Set(await store.missingIn(url, pathsOf(entries), limit.left()))
  return new Set(entries.filter(({ paths }) => !paths.some((path) => missing.has(path))))
}

export async function presenceIn(
  store: StoreAccess,
  url: string,
  entries: readonly FullBuildEntry[],
  limit: Limit,
): Promise<readonly Found[]> {
  const present = await having(store, url, entries, limit)
  return entries.map((entry) => ({ status: present.has(entry) ? 'found' : 'absent' }))
}

export interface Source {
  readonly url: string
  /** Whether Nix's daemon could be told of the URL. */
  readonly named: boolean
  readonly roots: string | undefined
  /** See `Installation`. */
  readonly attempt: (paths: readonly string[], seconds: number) => Promise<void>
}

export async function restorePresent(
  store: StoreAccess,
  wanted: readonly FullBuildEntry[],
  { url, named, roots, attempt }: Source,
  limit: Limit,
): Promise<readonly Restored[]> {
  const present = await having(store, url, wanted, limit)
  const entries = wanted.filter((entry) => present.has(entry))
  const installation = { entries, url: named ? url : undefined, roots, attempt }
  const restored = await install(store, installation, limit)
  return wanted.map((entry) => restored[entries.indexOf(entry)] ?? { status: 'miss' })
}

/** `push` gets the paths of what is missing, and what of their closure no upstream cache has; it says so if it may not. */
export async function saveMissing(
  store: StoreAccess,
  wanted: readonly FullBuildEntry[],
  { url, limit }: { readonly url: string; readonly limit: Limit },
  push: (paths: readonly string[], ours: readonly PathInfo[]) => Promise<Saved | undefined>,
): Promise<readonly Saved[]> {
  const present = await having(store, url, wanted, limit)
  const valid = await store.valid(pathsOf(wanted), limit.left())
  const isWhole = (entry: FullBuildEntry) => entry.paths.every((path) => valid.has(path))
  const open = wanted.filter((entry) => !present.has(entry) && isWhole(entry))
  const closure = open.length === 0 ? [] : await store.closure(pathsOf(open), limit.left())
  const infos = new Map(closure.map((info) => [info.path, info]))
  const ours = await withoutUpstreamPaths(store, closure, limit)
  const refusal = open.length === 0 ? undefined : await push(pathsOf(open), ours)
  const counted = new Set<string>()
  return wanted.map((entry): Saved => {
    if (present.has(entry)) return { status: 'exists' }
    if (!isWhole(entry)) return notWhole(entry)
    if (refusal !== undefined) return refusal
    // Nobody says what was sent: the size before compression of what no upstream cache has; what entries share, once.
    const paths = closureOf(entry.paths, infos)
    const own = ours.filter(({ path }) => paths.has(path) && !counted.has(path))
    for (const { path } of own) counted.add(path)
    return { status: 'saved', bytes: own.reduce((sum, info) => sum + info.narSize, 0) }
  })
}
