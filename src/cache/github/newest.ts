import { parseKey } from '../key.ts'
import { settle } from '../limit.ts'
import type { GithubApi } from './prune.ts'

/** When the newest full build of a kind came into a cache. Seconds since the epoch. */
export type Newest =
  | { readonly status: 'found'; readonly time: number }
  /** There is none. */
  | { readonly status: 'none' }
  /** It could not be found out, or not by this job. */
  | { readonly status: 'unknown' }

/**
 * Of the entries of the GitHub Actions cache whose keys belong to one of `series` (see `parseKey`), and that runs on one
 * of `refs` wrote. The REST API tells that to everybody for public repositories, and with `actions: read` for others.
 * https://docs.github.com/rest/actions/cache
 */
export async function newestInGithubCache(
  series: readonly string[],
  refs: readonly string[],
  { token, repository, apiUrl, timeoutSeconds }: GithubApi,
): Promise<Newest> {
  if (token === undefined) return { status: 'unknown' }
  const [owner = '', repo = ''] = repository.split('/')
  const settled = await settle(timeoutSeconds, async (limit) => {
    const { getOctokit } = await import('@actions/github')
    const octokit = getOctokit(token, { baseUrl: apiUrl })
    const times = await Promise.all(
      series.map(async (one) => {
        const { data } = await octokit.rest.actions.getActionsCacheList({
          owner,
          repo,
          key: `${one}-`,
          sort: 'created_at',
          direction: 'desc',
          per_page: 100,
          request: { signal: AbortSignal.timeout(Math.ceil(limit.left() * 1000)) },
        })
        const newest = data.actions_caches.find(
          // A package's name may begin with another's.
          ({ key = '', ref = '' }) => parseKey(key)?.series === one && refs.includes(ref),
        )
        return newest?.created_at === undefined ? [] : [Date.parse(newest.created_at) / 1000]
      }),
    )
    return times.flat()
  })
  if ('status' in settled) return { status: 'unknown' }
  return settled.length === 0 ? { status: 'none' } : { status: 'found', time: Math.max(...settled) }
}
