import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { HttpClient, type HttpClientResponse } from '@actions/http-client'
import { messageOf } from '../../lib/errors.ts'
import type { Limit } from '../limit.ts'
import { ReadOnlyError, type StoreFiles } from './files.ts'

const attempts = 4
/** A server that sends nothing for this long is taken for dead. */
const silenceSeconds = 30

/** The binary cache at an `http(s)://` URL that takes PUT. User name and password of the URL become basic auth. */
export function httpFiles(url: string, limit: Limit): StoreFiles {
  const { origin, pathname, username, password } = new URL(url)
  const base = `${origin}${pathname.endsWith('/') ? pathname : `${pathname}/`}`
  const headers: OutgoingHttpHeaders =
    username === '' && password === '' ? {} : { authorization: basicAuth(username, password) }
  // @actions/http-client, because unlike fetch it goes through the proxy that the environment names.
  const client = new HttpClient('incremental-nix', [], {
    allowRetries: false,
    keepAlive: true,
    socketTimeout: Math.min(silenceSeconds, limit.left()) * 1000,
  })
  // A server that drips a byte now and then is never silent: the limit ends its connection.
  const end = setTimeout(() => client.dispose(), limit.left() * 1000)
  end.unref()

  const request = async (
    verb: string,
    name: string,
    send: () => Promise<HttpClientResponse>,
  ): Promise<number> => {
    for (let attempt = 1; ; attempt++) {
      limit.left()
      const answer = await send().then(answerOf, failureOf)
      if (answer.status !== undefined && !isTransient(answer.status)) return answer.status
      const pause = pauseSeconds(attempt, answer.retryAfter)
      if (attempt === attempts || pause >= limit.left()) {
        const why = answer.failure ?? `HTTP status ${answer.status}`
        throw new Error(
          `${verb} ${base}${name} failed ${attempt === 1 ? 'once' : `${attempt} times`}: ${why}`,
        )
      }
      await sleep(pause * 1000)
    }
  }

  return {
    async has(name) {
      const status = await request('HEAD', name, () => client.head(base + name, { ...headers }))
      if (status >= 200 && status < 300) return true
      if (status === 404 || status === 410) return false
      throw new Error(`HEAD ${base}${name} failed: ${explain(status)}`)
    },
    async put(name, source) {
      // Without a length the body would be chunked, which object stores refuse.
      const length = (await stat(source)).size
      const status = await request('PUT', name, async () => {
        const body = createReadStream(source)
        // The file may be gone, because another upload has failed. A stream that fails while nobody listens ends the process.
        const unreadable = new Promise<never>((_, reject) => body.once('error', reject))
        const sent = client.sendStream('PUT', base + name, body, {
          ...headers,
          'content-type': 'application/octet-stream',
          'content-length': length,
        })
        try {
          return await Promise.race([sent, unreadable])
        } finally {
          body.destroy()
        }
      })
      if (status >= 200 && status < 300) return
      const text = `PUT ${base}${name} failed: ${explain(status)}`
      if (status === 401 || status === 403 || status === 405) throw new ReadOnlyError(text)
      throw new Error(text)
    },
    close() {
      clearTimeout(end)
      client.dispose()
    },
  }
}

function basicAuth(username: string, password: string): string {
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return `Basic ${Buffer.from(credentials).toString('base64')}`
}

interface Answer {
  readonly status?: number
  /** Why there is no status. */
  readonly failure?: string
  readonly retryAfter?: string | undefined
}

async function answerOf({ message }: HttpClientResponse): Promise<Answer> {
  await drained(message)
  return { status: message.statusCode ?? 0, retryAfter: message.headers['retry-after'] }
}

function failureOf(error: unknown): Answer {
  return { failure: messageOf(error) }
}

/** A body that is not read keeps its connection. */
function drained(message: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    message
      .on('error', () => resolve())
      .on('close', resolve)
      .resume()
  })
}

function isTransient(status: number): boolean {
  return status === 408 || status === 429 || status >= 500
}

/** Seconds until the next attempt: what the server asks for, else 0.5, 1, 2 … */
export function pauseSeconds(attempt: number, retryAfter: string | undefined, now = Date.now()): number {
  if (retryAfter !== undefined) {
    const seconds = Number(retryAfter)
    if (Number.isFinite(seconds) && seconds >= 0) return seconds
    const date = Date.parse(retryAfter)
    if (!Number.isNaN(date)) return Math.max(0, (date - now) / 1000)
  }
  return 2 ** (attempt - 2)
}

function explain(status: number): string {
  switch (status) {
    case 401:
    case 403:
      return `HTTP status ${status}; check the credentials in the URL and the rights that they give`
    case 405:
      return 'HTTP status 405; the server takes no PUT there'
    default:
      return `HTTP status ${status}`
  }
}
