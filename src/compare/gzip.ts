import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import type { Bytes } from './bytes.ts'

/** Of each file: an image that is larger than the disks of most runners. */
const mostBytes = 16 * 1024 ** 3

export function isGzip(bytes: Bytes): boolean {
  return bytes.read(0, 3).equals(Buffer.from([0x1f, 0x8b, 0x08]))
}

/**
 * What `work` finds of two files that gzip has packed, given the files that it unpacks them to, below `scratch`, which are
 * gone afterwards. Undefined if they cannot be unpacked. Throws what `work` throws.
 */
export async function withUnpacked<T>(
  paths: readonly [string, string],
  scratch: string,
  work: (unpacked: readonly [string, string]) => Promise<T>,
): Promise<T | undefined> {
  const directory = await mkdtemp(join(scratch, 'unpacked-'))
  try {
    const unpacked = [join(directory, 'on-top'), join(directory, 'plain')] as const
    try {
      for (const [index, path] of paths.entries())
        await pipeline(
          createReadStream(path),
          createGunzip(),
          limitTo(mostBytes),
          createWriteStream(unpacked[index]!),
        )
    } catch {
      return undefined
    }
    return await work(unpacked)
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

function limitTo(bytes: number): Transform {
  let seen = 0
  return new Transform({
    transform(chunk: Buffer, _, done) {
      seen += chunk.length
      if (seen > bytes) done(new Error(`It unpacks to more than ${bytes} bytes.`))
      else done(undefined, chunk)
    },
  })
}
