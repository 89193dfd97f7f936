import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A part of GitHub's REST API on the loopback interface. */
export interface RestServer {
  readonly url: string
  /** `METHOD path` of every request. */
  readonly requests: string[]
  /** Answers instead of the service; undefined lets it answer. */
  intercept:
    | ((method: string, path: string) => { status: number; message: string } | 'hang' | undefined)
    | undefined
  close(): Promise<void>
}

export interface RestRequest {
  readonly method: string
  readonly url: URL
  readonly authorization: string | undefined
  /** Parsed; an empty object if there is none. */
  readonly body: Readonly<Record<string, unknown>>
}

export interface RestResponse {
  readonly status: number
  readonly content?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export async function startRest(answer: (request: RestRequest) => RestResponse): Promise<RestServer> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const url = new URL(request.url ?? '/', rest.url)
    const method = request.method ?? ''
    rest.requests.push(`${method} ${url.pathname}`)
    const instead = rest.intercept?.(method, url.pathname)
    if (instead === 'hang') return
    const { status, content, headers } =
      instead === undefined
        ? answer({
            method,
            url,
            authorization: request.headers.authorization,
            body: JSON.parse(Buffer.concat(chunks).toString() || '{}'),
          })
        : refusal(instead.status, instead.message)
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
    response.end(content === undefined ? undefined : JSON.stringify(content))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const rest: RestServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
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

export function refusal(status: number, message: string): RestResponse {
  return { status, content: { message } }
}

/** The part of a list that a request asks for, `wrap`ped, with a link to the next if there is more. */
export function page<T>(
  url: URL,
  list: readonly T[],
  wrap: (part: readonly T[]) => unknown = (part) => part,
): RestResponse {
  const size = Number(url.searchParams.get('per_page') ?? 30)
  const number = Number(url.searchParams.get('page') ?? 1)
  const next = new URL(url)
  next.searchParams.set('page', String(number + 1))
  return {
    status: 200,
    content: wrap(list.slice((number - 1) * size, number * size)),
    ...(list.length > number * size ? { headers: { link: `<${next.href}>; rel="next"` } } : {}),
  }
}
