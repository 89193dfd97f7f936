import { page, type RestServer, refusal, startRest } from './rest.ts'

/** The part of GitHub's REST API that lists and deletes cache entries, on the loopback interface. */
export interface CacheRest extends RestServer {
  readonly entries: RestEntry[]
}

export interface RestEntry {
  readonly id: number
  readonly key: string
  readonly ref: string
  readonly created_at: string
  readonly size_in_bytes: number
}

export async function startCacheRest(repository: string, token: string): Promise<CacheRest> {
  const path = `/repos/${repository}/actions/caches`
  const entries: RestEntry[] = []
  const server = await startRest(({ method, url, authorization }) => {
    if (authorization !== `token ${token}`) return refusal(401, 'Bad credentials')
    if (method === 'GET' && url.pathname === path) {
      const found = entries.filter(({ key }) => key.startsWith(url.searchParams.get('key') ?? ''))
      if (url.searchParams.get('sort') === 'created_at')
        found.sort((a, b) => Date.parse(b.created_at) - Date.parse(a.created_at))
      return page(url, found, (part) => ({ total_count: found.length, actions_caches: part }))
    }
    const index = entries.findIndex(({ id }) => url.pathname === `${path}/${id}`)
    if (method !== 'DELETE' || index < 0) return refusal(404, 'Not Found')
    entries.splice(index, 1)
    return { status: 204 }
  })
  return Object.assign(server, { entries })
}
