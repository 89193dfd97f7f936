import { withoutUpstream } from './closure.ts'
import type { Limit } from './limit.ts'
import type { PathInfo, StoreAccess, Substituters } from './types.ts'

/** Seconds for all upstream caches together: what they are asked is worth less than a push that does not end. */
const askSeconds = 20

/**
 * The paths of a closure that are to be pushed: those that no upstream cache has. A signature tells; the upstream caches
 * are asked about paths that were fetched from somewhere and bear none. One that does not answer in time has nothing.
 */
export async function withoutUpstreamPaths(
  store: StoreAccess,
  closure: readonly PathInfo[],
  limit: Limit,
): Promise<readonly PathInfo[]> {
  const keys = await store.trustedKeyNames(limit.left())
  const candidates = withoutUpstream(closure, keys)
  const fetched = candidates.filter((info) => !info.ultimate).map((info) => info.path)
  if (fetched.length === 0) return candidates
  const substituters = await store.substituters(limit.left())
  const answers = await Promise.all(
    // Not those with a password in the URL: everybody can read a command line.
    substituters.urls
      .filter((url) => !/:\/\/[^/]*@/.test(url))
      .map(async (url) => {
        const seconds = Math.min(askSeconds, limit.left())
        const infos = await store.lookUp(url, fetched, seconds).catch(() => [])
        return { url, infos }
      }),
  )
  const theirs = new Set(answers.flatMap(({ url, infos }) => obtainable(infos, url, substituters, keys)))
  return candidates.filter((info) => info.ultimate || !theirs.has(info.path))
}

/** The paths that Nix takes from the upstream cache at `url`, which says `infos` of them, on a machine set up like this. */
export function obtainable(
  infos: readonly PathInfo[],
  url: string,
  { requireSignatures }: Substituters,
  trustedKeyNames: ReadonlySet<string>,
): readonly string[] {
  const trusted = !requireSignatures || /[?&]trusted=(1|true)(&|$)/.test(url)
  if (trusted) return infos.map((info) => info.path)
  const refused = withoutUpstream(
    infos.map((info) => ({ ...info, ultimate: false })),
    trustedKeyNames,
  ).map((info) => info.path)
  return infos.map((info) => info.path).filter((path) => !refused.includes(path))
}
