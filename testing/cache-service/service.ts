import { createHmac, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { type BlobAnswer, createBlobs } from './blobs.ts'

/**
 * The GitHub Actions cache service, version 2, on the loopback interface: the three calls that @actions/cache makes, and
 * the part of Azure's blob storage that holds the archives. Entries are immutable per (scope, key, version), a lookup
 * reads the token's scopes in their order, and every operation can be made to fail.
 *
 * In a test: `await startCacheService()`. As a program, with a node that strips types (22.18 or later):
 * `node cache-service.ts [--port 0] [--blob-host NAME]` prints one line of JSON with the URL and a token for
 * `refs/heads/main`; `PUT /_control/fault/OPERATION` takes a `Fault` as JSON and `GET /_control` gives the counts.
 */

export type Operation = 'create' | 'finalize' | 'lookup' | 'upload' | 'download'

export type Fault =
  /** The connection is closed without an answer. */
  | { readonly kind: 'reset' }
  /** `retryAfter` in seconds. */
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: number }
  /** Never an answer. */
  | { readonly kind: 'hang' }
  | { readonly kind: 'slow'; readonly milliseconds: number }
  /** Downloads: the connection ends half-way through each body. */
  | { readonly kind: 'cut' }
  /** Downloads: half of the archive is all there is. */
  | { readonly kind: 'truncate' }
  /** Downloads: one bit in the middle of the archive is another. */
  | { readonly kind: 'flip' }

export interface Entry {
  readonly id: number
  readonly scope: string
  readonly key: string
  readonly version: string
  readonly created: number
  readonly blob: string
  finalized: boolean
}

export interface Counts {
  readonly requests: Record<Operation, number>
  uploadedBytes: number
  downloadedBytes: number
  rangedDownloads: number
}

export interface CacheService {
  readonly url: string
  readonly port: number
  readonly counts: Counts
  entries(): readonly Entry[]
  /** All that it holds now, for `ServiceOptions.from`. */
  snapshot(): Snapshot
  fail(operation: Operation, fault: Fault): void
  heal(): void
  /** Connections are refused afterwards. */
  close(): Promise<void>
}

export interface Snapshot {
  readonly entries: readonly Entry[]
  readonly blobs: ReadonlyMap<string, Buffer>
}

export interface ServiceOptions {
  /** What another service held. */
  readonly from?: Snapshot | undefined
  readonly port?: number
  /** Host name in the signed URLs. With one below blob.core.windows.net, downloads go as they do in production. */
  readonly blobHost?: string
}

const signingKey = 'loopback'
const service = '/twirp/github.actions.results.api.v1.CacheService/'

/** A token as a run has it: reads every scope, writes the first unless it is read-only. */
export function cacheToken(
  scopes: readonly string[],
  { readOnly = false }: { readonly readOnly?: boolean } = {},
): string {
  const permission = (index: number) => (index === 0 && !readOnly ? 3 : 1)
  const access = scopes.map((Scope, index) => ({ Scope, Permission: permission(index) }))
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const text = `${encode({ alg: 'HS256' })}.${encode({ ac: JSON.stringify(access) })}`
  return `${text}.${createHmac('sha256', signingKey).update(text).digest('base64url')}`
}

function signatureOf(blob: string): string {
  return createHmac('sha256', signingKey).update(blob).digest('hex')
}

type Answer = BlobAnswer | 'silence' | 'reset'

interface Access {
  readonly read: readonly string[]
  readonly write: string | undefined
}

function readToken(header: string | undefined): Access | undefined {
  const [head, payload, signature] = (header ?? '').replace(/^Bearer /, '').split('.')
  if (head === undefined || payload === undefined || signature === undefined) return undefined
  const expected = createHmac('sha256', signingKey).update(`${head}.${payload}`).digest('base64url')
  if (signature !== expected) return undefined
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { ac: string }
  const access = JSON.parse(claims.ac) as readonly { Scope: string; Permission: number }[]
  return {
    read: access.filter(({ Permission }) => (Permission & 1) !== 0).map(({ Scope }) => Scope),
    write: access.find(({ Permission }) => (Permission & 2) !== 0)?.Scope,
  }
}

/** What @actions/cache needs in its environment to use the service. */
export function cacheEnvironment(url: string, token: string): Record<string, string> {
  return {
    ACTIONS_CACHE_SERVICE_V2: 'true',
    ACTIONS_RESULTS_URL: `${url}/`,
    ACTIONS_RUNTIME_TOKEN: token,
    // Any other server means GitHub Enterprise Server, which has no version 2.
    GITHUB_SERVER_URL: 'https://github.com',
  }
}

export async function startCacheService(options: ServiceOptions = {}): Promise<CacheService> {
  const entries: Entry[] = (options.from?.entries ?? []).map((entry) => ({ ...entry }))
  const blobs = createBlobs(options.from?.blobs)
  const faults = new Map<Operation, Fault>()
  const counts: Counts = {
    requests: { create: 0, finalize: 0, lookup: 0, upload: 0, download: 0 },
    uploadedBytes: 0,
    downloadedBytes: 0,
    rangedDownloads: 0,
  }
  let port = 0

  const signedUrl = (blob: string): string => {
    const query = `sv=2024-08-04&se=2099-01-01T00%3A00%3A00Z&sig=${signatureOf(blob)}`
    // An address in place of a name has the account in the path, https://learn.microsoft.com/azure/storage/common/storage-use-emulator
    return options.blobHost === undefined
      ? `http://127.0.0.1:${port}/account/cache/${blob}?${query}`
      : `http://${options.blobHost}:${port}/cache/${blob}?${query}`
  }

  const call = (method: string, access: Access, body: Record<string, unknown>): Answer => {
    const key = String(body.key)
    const version = String(body.version)
    const same = (entry: Entry) => entry.key === key && entry.version === version
    switch (method) {
      case 'CreateCacheEntry': {
        const scope = access.write
        if (scope === undefined)
          return json(200, { ok: false, message: 'cache write denied: token is read-only' })
        if (entries.some((entry) => entry.scope === scope && same(entry))) {
          const msg = 'cache entry with the same key, version, and scope already exists'
          return json(409, { code: 'already_exists', msg })
        }
        const blob = randomUUID()
        const id = entries.length + 1
        entries.push({ id, scope, key, version, created: Date.now(), blob, finalized: false })
        return json(200, { ok: true, signed_upload_url: signedUrl(blob) })
      }
      case 'FinalizeCacheEntryUpload': {
        const entry = entries.find((one) => one.scope === access.write && same(one) && !one.finalized)
        if (entry === undefined) return json(404, { code: 'not_found', msg: 'no such upload' })
        if (String(blobs.size(entry.blob)) !== String(body.size_bytes))
          return json(400, { code: 'invalid_argument', msg: 'size does not match the upload' })
        entry.finalized = true
        return json(200, { ok: true, entry_id: String(entry.id) })
      }
      case 'GetCacheEntryDownloadURL': {
        if (access.read.length === 0)
          return json(403, { code: 'permission_denied', msg: 'cache read denied: no readable scope' })
        const prefixes = [key, ...((body.restore_keys as readonly string[] | undefined) ?? [])]
        const found = findEntry(entries, access.read, key, version, prefixes)
        if (found === undefined) return json(200, { ok: false })
        const url = signedUrl(found.blob)
        return json(200, { ok: true, signed_download_url: url, matched_key: found.key })
      }
      default:
        return json(404, { code: 'bad_route', msg: `no method ${method}` })
    }
  }

  const handle = async (request: IncomingMessage): Promise<Answer> => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    const fails = /^\/_control(?:\/fault\/(\w+))?$/.exec(url.pathname)
    if (fails !== null) {
      const body = await read(request)
      if (fails[1] !== undefined) faults.set(fails[1] as Operation, JSON.parse(body.toString()) as Fault)
      return json(200, counts)
    }
    const operation = operationOf(request.method ?? '', url)
    if (operation === undefined) return { status: 404 }
    counts.requests[operation]++
    const fault = faults.get(operation)
    if (fault?.kind === 'hang') return 'silence'
    const body = await read(request)
    switch (fault?.kind) {
      case 'reset':
        return 'reset'
      case 'slow':
        await new Promise((resolve) => setTimeout(resolve, fault.milliseconds))
        break
      case 'status': {
        const again = fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) }
        return json(fault.status, { code: 'fault', msg: `fault ${fault.status}` }, again)
      }
    }
    if (operation === 'upload' || operation === 'download') {
      const name = url.pathname.split('/').at(-1)!
      if (url.searchParams.get('sig') !== signatureOf(name)) return { status: 403 }
      if (operation === 'upload') {
        counts.uploadedBytes += body.length
        return blobs.put(name, url.searchParams, request.headers, body)
      }
      const answer = blobs.get(name, request.method === 'HEAD', request.headers, fault)
      if (answer.status === 206) counts.rangedDownloads++
      counts.downloadedBytes += answer.body?.length ?? 0
      return answer
    }
    const access = readToken(request.headers.authorization)
    if (access === undefined) return json(401, { code: 'unauthenticated', msg: 'bad token' })
    return call(url.pathname.slice(service.length), access, JSON.parse(body.toString()))
  }

  const server = createServer((request, response) => {
    handle(request).then(
      (answer) => send(request, response, answer),
      () => response.destroy(),
    )
  })
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    counts,
    entries: () => entries,
    snapshot: () => ({ entries: entries.map((entry) => ({ ...entry })), blobs: blobs.all() }),
    fail: (operation, fault) => void faults.set(operation, fault),
    heal: () => faults.clear(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Scope by scope: the exact key, else the newest entry that begins with it, else with a restore key. */
function findEntry(
  entries: readonly Entry[],
  scopes: readonly string[],
  key: string,
  version: string,
  prefixes: readonly string[],
): Entry | undefined {
  for (const scope of scopes) {
    const own = entries.filter((one) => one.scope === scope && one.version === version && one.finalized)
    const exact = own.find((one) => one.key === key)
    if (exact !== undefined) return exact
    for (const prefix of prefixes) {
      const match = own.findLast((one) => one.key.startsWith(prefix))
      if (match !== undefined) return match
    }
  }
  return undefined
}

function operationOf(method: string, url: URL): Operation | undefined {
  switch (url.pathname) {
    case `${service}CreateCacheEntry`:
      return 'create'
    case `${service}FinalizeCacheEntryUpload`:
      return 'finalize'
    case `${service}GetCacheEntryDownloadURL`:
      return 'lookup'
  }
  if (!/\/cache\/[^/]+$/.test(url.pathname)) return undefined
  if (method === 'PUT') return 'upload'
  return method === 'GET' || method === 'HEAD' ? 'download' : undefined
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): BlobAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: Buffer.from(JSON.stringify(body)),
  }
}

function send(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  if (answer === 'silence') {
    request.resume()
  } else if (answer === 'reset') {
    request.socket.destroy()
  } else {
    const { status, headers = {}, body = Buffer.alloc(0), cut = false } = answer
    response.writeHead(status, {
      'x-ms-version': '2024-08-04',
      'x-ms-request-id': randomUUID(),
      'content-length': body.length,
      ...headers,
    })
    if (cut) response.write(body.subarray(0, body.length >> 1), () => response.destroy())
    else response.end(body)
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: { port: { type: 'string', default: '0' }, 'blob-host': { type: 'string' } },
  })
  const blobHost = values['blob-host']
  const { url } = await startCacheService({
    port: Number(values.port),
    ...(blobHost === undefined ? {} : { blobHost }),
  })
  process.stdout.write(`${JSON.stringify({ url, token: cacheToken(['refs/heads/main']) })}\n`)
}
