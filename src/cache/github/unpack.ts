import { createReadStream } from 'node:fs'
import { mkdir, open, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { extract, type Header } from 'tar-stream'
import { messageOf } from '../../lib/errors.ts'
import { ProcessError, run } from '../../lib/process.ts'
import { entryDirectory, leftOutFile } from './output.ts'

/**
 * An archive that comes out of the cache may be anybody's who can write there. tar would make of it whatever it names,
 * wherever that is: links, devices, files of others. So it is read here, and regular files with the names that files of an
 * entry have are all that comes of it.
 */

/** The entry is none that this action has made, or is damaged. */
export class BadEntry extends Error {
  override readonly name = 'BadEntry'
}

export interface Limits {
  /** Of all that the archive unpacks to. */
  readonly bytes: number
  readonly members: number
  /** Of each file that is not a NAR; those are read as a whole. */
  readonly textBytes: number
}

/** NARs are compressed already, so that an entry takes hardly more room unpacked; each of its paths is two members. */
export function limitsFor(archiveBytes: number): Limits {
  return { bytes: 8 * archiveBytes + (64 << 20), members: 100_000, textBytes: 16 << 20 }
}

const directories = new Set([entryDirectory, `${entryDirectory}/nar`])
const textFile = /^(nix-cache-info|[0-9a-z]{32}\.narinfo)$/
const narFile = /^nar\/[0-9A-Za-z][\w+.?=-]*$/
/** tar on macOS puts extended attributes there. */
const attributeFile = /^(nar\/)?\._[^/]*$/

/** Whether `name` is that of a NAR in the directory of an entry. */
export function isNarName(name: string): boolean {
  return narFile.test(name)
}

/** The file in the entry's directory that a member becomes; undefined if none. Throws `BadEntry`. */
export function placeOf({ name, type, size, pax }: Header, limits: Limits): string | undefined {
  const shown = JSON.stringify(name.slice(0, 80))
  if (type === 'directory' && directories.has(name.replace(/\/$/, ''))) return undefined
  const sparse = Object.keys(pax ?? {}).some((key) => key.startsWith('GNU.sparse.'))
  if (type !== 'file' || sparse) throw new BadEntry(`it holds ${shown}, which is no file of an entry`)
  const place = name.startsWith(`${entryDirectory}/`) ? name.slice(entryDirectory.length + 1) : ''
  if (attributeFile.test(place)) return undefined
  const isText = textFile.test(place) || place === leftOutFile
  if (!isText && !isNarName(place)) throw new BadEntry(`it holds ${shown}, which is no file of an entry`)
  if (isText && size > limits.textBytes) throw new BadEntry(`it holds ${shown} of ${size} bytes`)
  return place
}

/**
 * Unpacks an archive of @actions/cache into `target`, which must not be there yet. Throws `BadEntry` if it is the
 * archive's fault.
 */
export async function unpack(archive: string, target: string, limits?: Limits): Promise<void> {
  await mkdir(join(target, 'nar'), { recursive: true })
  const bounds = limits ?? limitsFor((await stat(archive)).size)
  try {
    await decompress(archive, (tar) => extractAll(tar, target, bounds))
  } catch (error) {
    throw isOurs(error) ? error : new BadEntry(`it cannot be unpacked: ${messageOf(error)}`)
  }
}

/** Whether this machine is at fault, not what is in the archive. */
function isOurs(error: unknown): boolean {
  if (error instanceof ProcessError) return error.reason !== 'failed'
  return error instanceof BadEntry || (error as NodeJS.ErrnoException).syscall !== undefined
}

const magic = { gzip: '1f8b', zstd: '28b52ffd' }

/** As the archives of @actions/cache are compressed: by zstd, whose window it widens, or by gzip where there is no zstd. */
async function decompress(archive: string, read: (tar: Readable) => Promise<void>): Promise<void> {
  const start = await firstBytes(archive)
  if (start.startsWith(magic.zstd)) {
    await run('zstd', ['-dcq', '--long=30', archive], { readStdout: read })
  } else if (start.startsWith(magic.gzip)) {
    const unzipped = createGunzip()
    await Promise.all([pipeline(createReadStream(archive), unzipped), read(unzipped)])
  } else throw new BadEntry('it is no archive')
}

async function firstBytes(file: string): Promise<string> {
  const handle = await open(file)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0)
    return buffer.toString('hex', 0, bytesRead)
  } finally {
    await handle.close()
  }
}

async function extractAll(tar: Readable, target: string, limits: Limits): Promise<void> {
  const members = extract()
  const fed = pipeline(tar, counting(limits.bytes), members)
  // It is waited for below; a failure there is that of the loop too.
  fed.catch(() => undefined)
  const places = new Set<string>()
  let count = 0
  for await (const member of members) {
    if (++count > limits.members) throw new BadEntry(`it holds more than ${limits.members} files`)
    const place = placeOf(member.header, limits)
    if (place === undefined) {
      member.resume()
      continue
    }
    if (places.has(place)) throw new BadEntry(`it holds ${place} twice`)
    places.add(place)
    const file = await open(join(target, place), 'wx', 0o600)
    try {
      for await (const chunk of member) await file.write(chunk as Buffer)
    } finally {
      await file.close()
    }
  }
  await fed
}

function counting(limit: number): Transform {
  let bytes = 0
  return new Transform({
    transform(chunk: Buffer, _, done) {
      bytes += chunk.length
      if (bytes > limit) done(new BadEntry(`it unpacks to more than ${limit} bytes`))
      else done(null, chunk)
    },
  })
}
