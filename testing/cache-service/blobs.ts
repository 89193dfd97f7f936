import type { IncomingHttpHeaders } from 'node:http'

/** The half of the cache service that is Azure's blob storage: block blobs in memory. */

export interface BlobAnswer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string | number>>
  readonly body?: Buffer
  /** Send half of the body, then close the connection. */
  readonly cut?: boolean
}

export interface Blobs {
  size(name: string): number | undefined
  all(): ReadonlyMap<string, Buffer>
  /** Put Blob, Put Block and Put Block List. */
  put(name: string, query: URLSearchParams, headers: IncomingHttpHeaders, body: Buffer): BlobAnswer
  /** Get Blob, whole or a range, and Get Blob Properties. */
  get(
    name: string,
    head: boolean,
    headers: IncomingHttpHeaders,
    fault: { readonly kind: string } | undefined,
  ): BlobAnswer
}

const properties = {
  'accept-ranges': 'bytes',
  'content-type': 'application/octet-stream',
  etag: '"0x8D"',
  'last-modified': new Date(0).toUTCString(),
  'x-ms-blob-type': 'BlockBlob',
}

/** `given`: what is there from the start. */
export function createBlobs(given: ReadonlyMap<string, Buffer> = new Map()): Blobs {
  const blobs = new Map(given)
  const blocks = new Map<string, Map<string, Buffer>>()
  return {
    all: () => new Map(blobs),
    size: (name) => blobs.get(name)?.length,
    put(name, query, headers, body) {
      switch (query.get('comp')) {
        case null:
          if (headers['x-ms-blob-type'] !== 'BlockBlob') return { status: 400 }
          blobs.set(name, body)
          return { status: 201 }
        case 'block':
          blocks.set(name, (blocks.get(name) ?? new Map()).set(query.get('blockid') ?? '', body))
          return { status: 201 }
        case 'blocklist': {
          const ids = body.toString().matchAll(/<(?:Latest|Uncommitted|Committed)>([^<]+)</g)
          const parts = [...ids].map((id) => blocks.get(name)?.get(id[1] ?? ''))
          if (parts.includes(undefined)) return { status: 400 }
          blobs.set(name, Buffer.concat(parts.filter((part) => part !== undefined)))
          blocks.delete(name)
          return { status: 201 }
        }
        default:
          return { status: 400 }
      }
    },
    get(name, head, headers, fault) {
      const stored = blobs.get(name)
      if (stored === undefined) return { status: 404 }
      const blob = damaged(stored, fault?.kind)
      if (head) return { status: 200, headers: { ...properties, 'content-length': blob.length } }
      const range = /^bytes=(\d+)-(\d*)$/.exec(String(headers['x-ms-range'] ?? headers.range ?? ''))
      const start = range === null ? 0 : Number(range[1])
      const end =
        range === null || range[2] === '' ? blob.length : Math.min(blob.length, Number(range[2]) + 1)
      const partial = range === null ? {} : { 'content-range': `bytes ${start}-${end - 1}/${blob.length}` }
      return {
        status: range === null ? 200 : 206,
        headers: { ...properties, ...partial },
        body: blob.subarray(start, end),
        cut: fault?.kind === 'cut',
      }
    },
  }
}

function damaged(blob: Buffer, fault: string | undefined): Buffer {
  if (fault === 'truncate') return blob.subarray(0, blob.length >> 1)
  if (fault !== 'flip') return blob
  const copy = Buffer.from(blob)
  const middle = copy.length >> 1
  copy[middle] = (copy[middle] ?? 0) ^ 1
  return copy
}
