import { page, type RestServer, refusal, startRest } from './rest.ts'

/** The part of GitHub's REST API that comments on pull requests, on the loopback interface. */
export interface CommentsRest extends RestServer {
  readonly comments: RestComment[]
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
  const forbidden = refusal(403, 'Resource not accessible by integration')
  const comments: RestComment[] = []
  let lastId = 0
  const server = await startRest(({ method, url, authorization, body: content }) => {
    const body = String(content.body ?? '')
    const token = tokens.find((one) => authorization === `token ${one.token}`)
    if (token === undefined) return refusal(401, 'Bad credentials')
    if (url.pathname === '/user')
      return token.user.type === 'Bot' ? forbidden : { status: 200, content: token.user }
    if (method === 'GET' && url.pathname === list) return page(url, comments)
    if (token.permission === 'read') return forbidden
    if (body.length > 65_536) return refusal(422, 'body is too long (maximum is 65536 characters)')
    if (method === 'POST' && url.pathname === list) {
      const comment: RestComment = { id: ++lastId, user: token.user, body }
      comments.push(comment)
      return { status: 201, content: comment }
    }
    const id = /^\/repos\/[^/]+\/[^/]+\/issues\/comments\/(\d+)$/.exec(url.pathname)?.[1]
    const found = comments.find((one) => one.id === Number(id))
    if (method !== 'PATCH' || found === undefined) return refusal(404, 'Not Found')
    found.body = body
    return { status: 200, content: found }
  })
  return Object.assign(server, { comments })
}
