import { createReadStream } from 'node:fs'
import { mkdir, open } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { extract, type Header } from 'tar-stream'
import { messageOf } from '../../lib/errors.ts'
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
  readonly members: number
  /** Of each file that is not a NAR; those are read as a whole. */
  readonly textBytes: number
}

/** Each path of an entry is two members. */
const usualLimits: Limits = { members: 100_000, textBytes: 16 << 20 }
/** Most of an entry are a few big files. */
const bytesAtOnce = 1 << 20

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
 * Unpacks an archive that the cache has held into `target`, which must not be there yet. It is not compressed, and so
 * takes no more room unpacked. Throws `BadEntry` if it is the archive's fault.
 */
export async function unpack(archive: string, target: string, limits = usualLimits): Promise<void> {
  await mkdir(join(target, 'nar'), { recursive: true })
  const members = extract()
  const fed = pipeline(createReadStream(archive, { highWaterMark: bytesAtOnce }), members)
  // It is waited for below; a failure there is that of the loop too.
  fed.catch(() => undefined)
  const places = new Set<string>()
  let count = 0
  try {
    for await (const member of members) {
      if (++count > limits.members) throw new BadEntry(`it holds more than ${limits.members} files`)
      const place = placeOf(member.header, limits)
      if (place === undefined) {
        member.resume()
        continue
      }
      if (places.has(place)) throw new BadEntry(`it holds ${place} twice`)
      places.add(place)
      await writeNew(join(target, place), member)
    }
    await fed
  } catch (error) {
    if (isOurs(error)) throw error
    throw new BadEntry(count === 0 ? 'it is no archive' : `it cannot be unpacked: ${messageOf(error)}`)
  }
}

async function writeNew(path: string, chunks: AsyncIterable<unknown>): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  try {
    for await (const chunk of chunks) await file.write(chunk as Buffer)
  } finally {
    await file.close()
  }
}

/** Whether this machine is at fault, not what is in the archive. */
function isOurs(error: unknown): boolean {
  return error instanceof BadEntry || (error as NodeJS.ErrnoException).syscall !== undefined
}
