import { messageOf } from '../../lib/errors.ts'
import { anyKey } from '../key.ts'
import { settle } from '../limit.ts'
import { chooseRemoved, identify, type Prunable, type Pruned, type Pruner } from '../prune.ts'

/** GitHub's REST API. */
export interface GithubApi {
  readonly token: string | undefined
  /** `owner/name` */
  readonly repository: string
  /** Of the REST API, for example https://api.github.com */
  readonly apiUrl: string
  readonly timeoutSeconds: number
}

type Entry = Prunable & { readonly id: number }

/**
 * The GitHub Actions cache. What @actions/cache speaks cannot delete; the REST API can, with `actions: write`.
 * https://docs.github.com/rest/actions/cache
 */
export function githubPruner(options: GithubApi): Pruner {
  return {
    async prune(keep, inUse, now) {
      const { token, repository } = options
      if (token === undefined) return nothing('forbidden', 'the input `github-token` is empty')
      const [owner = '', repo = ''] = repository.split('/')
      const removed: string[] = []
      let freedBytes = 0
      const settled = await settle(options.timeoutSeconds, async (limit): Promise<Pruned> => {
        // Loaded when it is needed: it is bigger than the rest of the action.
        const { getOctokit } = await import('@actions/github')
        const octokit = getOctokit(token, { baseUrl: options.apiUrl })
        const signal = AbortSignal.timeout(Math.ceil(limit.left() * 1000))
        const request = { signal }
        try {
          // All of them before the first is deleted, which would shift those on the later pages.
          const caches = await octokit.paginate(octokit.rest.actions.getActionsCacheList, {
            owner,
            repo,
            key: `${anyKey}-`,
            per_page: 100,
            request,
          })
          const entries = caches.flatMap(
            ({ id, key = '', ref = '', created_at, last_accessed_at, size_in_bytes }): Entry[] => {
              const identity = identify(key)
              const time = identity?.series === undefined ? (last_accessed_at ?? created_at) : created_at
              if (id === undefined || identity === undefined || time === undefined) return []
              return [
                {
                  id,
                  key,
                  ...identity,
                  dependencies: undefined,
                  branch: ref,
                  time: Date.parse(time) / 1000,
                  bytes: size_in_bytes ?? 0,
                },
              ]
            },
          )
          for (const { id, key, bytes } of chooseRemoved(entries, keep, inUse, now)) {
            limit.left()
            try {
              await octokit.rest.actions.deleteActionsCacheById({ owner, repo, cache_id: id, request })
            } catch (error) {
              // Another run was faster, or GitHub has evicted it meanwhile.
              if (statusOf(error) === 404) continue
              throw error
            }
            removed.push(key)
            freedBytes += bytes
          }
          return { removed, freedBytes }
        } catch (error) {
          const kind = isForbidden(error) ? 'forbidden' : 'failed'
          return { removed, freedBytes, problem: { kind, reason: messageOf(error) } }
        }
      })
      return 'removed' in settled
        ? settled
        : { removed, freedBytes, problem: { kind: 'failed', reason: settled.reason } }
    },
  }
}

function nothing(kind: 'forbidden' | 'failed', reason: string): Pruned {
  return { removed: [], freedBytes: 0, problem: { kind, reason } }
}

function statusOf(error: unknown): number | undefined {
  return (error as { readonly status?: number }).status
}

/** A rate limit is a 403 too; it passes. */
function isForbidden(error: unknown): boolean {
  return statusOf(error) === 403 && !/rate limit/i.test(messageOf(error))
}
