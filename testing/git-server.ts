import { spawn } from 'node:child_process'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface GitServer {
  readonly url: string
  /** The headers of every request so far. */
  readonly requests: readonly IncomingHttpHeaders[]
  /** Bytes sent since the last call. */
  takeBytes(): number
  close(): Promise<void>
}

/**
 * Serves the repositories below `root` over HTTP through git's own back end; with `authorization`, only to requests
 * that carry exactly that header.
 */
export async function serveGit(root: string, authorization?: string): Promise<GitServer> {
  const requests: IncomingHttpHeaders[] = []
  let bytes = 0
  const server = createServer((request, response) => {
    requests.push(request.headers)
    if (authorization !== undefined && request.headers.authorization !== authorization) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="test"' }).end()
      return
    }
    const url = new URL(request.url ?? '/', 'http://localhost')
    const backend = spawn('git', ['http-backend'], {
      env: {
        PATH: process.env.PATH,
        GIT_PROJECT_ROOT: root,
        GIT_HTTP_EXPORT_ALL: '1',
        GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
        GIT_CONFIG_GLOBAL: '/dev/null',
        GIT_CONFIG_COUNT: '1',
        GIT_CONFIG_KEY_0: 'safe.directory',
        GIT_CONFIG_VALUE_0: '*',
        REQUEST_METHOD: request.method,
        PATH_INFO: url.pathname,
        QUERY_STRING: url.search.slice(1),
        CONTENT_TYPE: request.headers['content-type'] ?? '',
        HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
        ...(request.headers['content-length'] ? { CONTENT_LENGTH: request.headers['content-length'] } : {}),
      },
      stdio: ['pipe', 'pipe', 'ignore'],
    })
    backend.stdin.on('error', () => {})
    request.pipe(backend.stdin)
    let head: Buffer | undefined = Buffer.alloc(0)
    backend.stdout.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (head === undefined) {
        response.write(chunk)
        return
      }
      head = Buffer.concat([head, chunk])
      const end = head.indexOf('\r\n\r\n')
      if (end < 0) return
      const fields = head
        .toString('latin1', 0, end)
        .split('\r\n')
        .map((line) => line.split(': ') as [string, string])
      const status = fields.find(([name]) => name === 'Status')?.[1] ?? '200'
      response.writeHead(Number.parseInt(status, 10), fields.filter(([name]) => name !== 'Status').flat())
      response.write(head.subarray(end + 4))
      head = undefined
    })
    backend.stdout.on('end', () => response.end())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    takeBytes() {
      const taken = bytes
      bytes = 0
      return taken
    },
    close() {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
