import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** The part of GitHub's REST API that lists and deletes cache entries, on the loopback interface. */
export interface CacheRest {
  readonly url: string
  readonly entries: RestEntry[]
  /** `METHOD path` of every request. */
  readonly requests: string[]
  /** Answers instead of the service; undefined lets it answer. */
  intercept:
    | ((method: string, path: string) => { status: number; message: string } | 'hang' | undefined)
    | undefined
  close(): Promise<void>
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
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', rest.url)
    const method = request.method ?? ''
    rest.requests.push(`${method} ${url.pathname}`)
    const answer = (status: number, body: unknown, headers: Record<string, string> = {}) => {
      response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
      response.end(status === 204 ? undefined : JSON.stringify(body))
    }
    const instead = rest.intercept?.(method, url.pathname)
    if (instead === 'hang') return
    if (instead !== undefined) return answer(instead.status, { message: instead.message })
    if (request.headers.authorization !== `token ${token}`) return answer(401, { message: 'Bad credentials' })
    if (method === 'GET' && url.pathname === path) {
      const size = Number(url.searchParams.get('per_page') ?? 30)
      const page = Number(url.searchParams.get('page') ?? 1)
      const found = rest.entries.filter(({ key }) => key.startsWith(url.searchParams.get('key') ?? ''))
      if (url.searchParams.get('sort') === 'created_at')
        found.sort((a, b) => Date.parse(b.created_at) - Date.parse(a.created_at))
      url.searchParams.set('page', String(page + 1))
      const more = found.length > page * size
      return answer(
        200,
        { total_count: found.length, actions_caches: found.slice((page - 1) * size, page * size) },
        more ? { link: `<${url.href}>; rel="next"` } : {},
      )
    }
    const index = rest.entries.findIndex(({ id }) => url.pathname === `${path}/${id}`)
    if (method !== 'DELETE' || index < 0) return answer(404, { message: 'Not Found' })
    rest.entries.splice(index, 1)
    return answer(204, undefined)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const rest: CacheRest = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    entries: [],
    requests: [],
    intercept: undefined,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return rest
}
