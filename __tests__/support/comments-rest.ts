import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** The part of GitHub's REST API that comments on pull requests, on the loopback interface. */
export interface CommentsRest {
  readonly url: string
  readonly comments: RestComment[]
  /** `METHOD path` of every request. */
  readonly requests: string[]
  /** Answers instead of the service; undefined lets it answer. */
  intercept:
    | ((method: string, path: string) => { status: number; message: string } | 'hang' | undefined)
    | undefined
  close(): Promise<void>
}

export interface RestComment {
  readonly id: number
  readonly user: { readonly login: string; readonly type: 'User' | 'Bot' }
  body: string
}

export interface RestToken {
  readonly token: string
  readonly user: RestComment['user']
  /** `read` is what jobs for forks get. */
  readonly permission: 'read' | 'write'
}

/** For one pull request. Tokens of jobs, which act for a bot, cannot ask who they are. */
export async function startCommentsRest(
  repository: string,
  number: number,
  tokens: readonly RestToken[],
): Promise<CommentsRest> {
  const list = `/repos/${repository}/issues/${number}/comments`
  let lastId = 0
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const { body = '' } = JSON.parse(Buffer.concat(chunks).toString() || '{}') as { body?: string }
    const url = new URL(request.url ?? '/', rest.url)
    const method = request.method ?? ''
    rest.requests.push(`${method} ${url.pathname}`)
    const answer = (status: number, content: unknown, headers: Record<string, string> = {}) => {
      response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
      response.end(JSON.stringify(content))
    }
    const instead = rest.intercept?.(method, url.pathname)
    if (instead === 'hang') return
    if (instead !== undefined) return answer(instead.status, { message: instead.message })
    const token = tokens.find((one) => request.headers.authorization === `token ${one.token}`)
    const forbidden = () => answer(403, { message: 'Resource not accessible by integration' })
    if (token === undefined) return answer(401, { message: 'Bad credentials' })
    if (url.pathname === '/user') return token.user.type === 'Bot' ? forbidden() : answer(200, token.user)
    if (method === 'GET' && url.pathname === list) {
      const size = Number(url.searchParams.get('per_page') ?? 30)
      const page = Number(url.searchParams.get('page') ?? 1)
      url.searchParams.set('page', String(page + 1))
      const more = rest.comments.length > page * size
      return answer(
        200,
        rest.comments.slice((page - 1) * size, page * size),
        more ? { link: `<${url.href}>; rel="next"` } : {},
      )
    }
    if (token.permission === 'read') return forbidden()
    if (body.length > 65_536)
      return answer(422, { message: 'body is too long (maximum is 65536 characters)' })
    if (method === 'POST' && url.pathname === list) {
      const comment: RestComment = { id: ++lastId, user: token.user, body }
      rest.comments.push(comment)
      return answer(201, comment)
    }
    const id = /^\/repos\/[^/]+\/[^/]+\/issues\/comments\/(\d+)$/.exec(url.pathname)?.[1]
    const found = rest.comments.find((one) => one.id === Number(id))
    if (method !== 'PATCH' || found === undefined) return answer(404, { message: 'Not Found' })
    found.body = body
    return answer(200, found)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const rest: CommentsRest = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    comments: [],
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
