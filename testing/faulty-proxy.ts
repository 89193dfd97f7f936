import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a proxy does to the requests whose method and path, as in `PUT /nar/x`, match `match`. */
export type ProxyFault = { readonly match: RegExp } & (
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: number }
  /** The connection is closed without an answer; of a PUT, once a part of the body has come. */
  | { readonly kind: 'reset' }
  /** Half of the body comes, then the connection is closed. */
  | { readonly kind: 'cut' }
  /** Half of the body comes, and is announced as all there is. */
  | { readonly kind: 'truncate' }
  /** One bit is another. */
  | { readonly kind: 'flip' }
  /** A byte a second. */
  | { readonly kind: 'drip' }
  | { readonly kind: 'hang' }
)

export interface FaultyProxy {
  readonly url: string
  fail(fault: ProxyFault): void
  heal(): void
  /** Connections are refused afterwards. */
  close(): Promise<void>
}

/** A proxy on a loopback port, in front of the server at `target`. */
export async function startFaultyProxy(target: string): Promise<FaultyProxy> {
  let fault: ProxyFault | undefined
  const server = createServer((incoming, outgoing) => {
    const active = fault?.match.test(`${incoming.method} ${incoming.url}`) === true ? fault : undefined
    handle(target, active, incoming, outgoing).catch(() => outgoing.destroy())
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    fail(next) {
      fault = next
    },
    heal() {
      fault = undefined
    },
    close: () =>
      new Promise((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}

async function handle(
  target: string,
  fault: ProxyFault | undefined,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  if (fault?.kind === 'hang') return void incoming.resume()
  if (fault?.kind === 'reset') {
    if (incoming.method !== 'PUT') incoming.socket.destroy()
    else incoming.once('data', () => incoming.socket.destroy())
    return
  }
  const body = await collect(incoming)
  if (fault?.kind === 'status') {
    const again = fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) }
    outgoing.writeHead(fault.status, { 'content-length': 0, ...again }).end()
    return
  }
  const answer = await forward(target, incoming, body)
  const content = Buffer.from(answer.body)
  const half = content.length >> 1
  if (fault?.kind === 'flip' && content.length > 0) content[half] = (content[half] ?? 0) ^ 1
  const announced =
    incoming.method === 'HEAD'
      ? answer.headers['content-length']
      : fault?.kind === 'truncate'
        ? half
        : content.length
  outgoing.writeHead(answer.status, { ...answer.headers, 'content-length': announced })
  switch (fault?.kind) {
    case 'cut':
      outgoing.write(content.subarray(0, half), () => outgoing.destroy())
      break
    case 'truncate':
      outgoing.end(content.subarray(0, half))
      break
    case 'drip': {
      let sent = 0
      const timer = setInterval(() => outgoing.write(content.subarray(sent, ++sent)), 1000)
      outgoing.on('close', () => clearInterval(timer))
      break
    }
    default:
      outgoing.end(incoming.method === 'HEAD' ? undefined : content)
  }
}

async function collect(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

interface Forwarded {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
}

function forward(target: string, incoming: IncomingMessage, body: Buffer): Promise<Forwarded> {
  return new Promise((done, fail) => {
    const { 'transfer-encoding': _, ...headers } = incoming.headers
    const sent = request(
      new URL(incoming.url ?? '/', target),
      { method: incoming.method ?? 'GET', headers: { ...headers, 'content-length': body.length } },
      (answer) => {
        collect(answer).then((content) => {
          const { 'transfer-encoding': __, connection: ___, ...kept } = answer.headers
          done({ status: answer.statusCode ?? 0, headers: kept, body: content })
        }, fail)
      },
    )
    sent.on('error', fail).end(body)
  })
}
