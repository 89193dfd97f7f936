import { createHash } from 'node:crypto'
import { access, copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { PathInfo, StoreAccess } from '../../src/cache/index.ts'

/**
 * A stand-in for Nix where a test is about a cache only: a "store path" is a file of a directory, a "NAR" is a copy
 * of it, and a "narinfo" holds its checksum. The end-to-end tests run the same caches on the real thing.
 */
export interface CopyingStore extends StoreAccess {
  readonly calls: string[]
  add(name: string, content: string | Buffer, info?: Partial<PathInfo>): Promise<string>
  read(path: string): Promise<string | undefined>
  wipe(): Promise<void>
}

export function copyingStore(directory: string, trustedKeyNames: readonly string[] = []): CopyingStore {
  const known = new Map<string, PathInfo>()
  const calls: string[] = []
  const checksum = (content: Buffer) => createHash('sha256').update(content).digest('hex')
  const folder = (url: string) => new URL(url).pathname
  return {
    calls,
    async add(name, content, info = {}) {
      const hash = createHash('md5').update(name).digest('hex')
      const path = join(directory, `${hash}-${name}`)
      await mkdir(directory, { recursive: true })
      await writeFile(path, content)
      const narHash = `sha256:${checksum(Buffer.from(content))}`
      known.set(path, {
        path,
        narHash,
        narSize: content.length,
        references: [],
        signatures: [],
        ultimate: true,
        ...info,
      })
      return path
    },
    read: (path) => readFile(path, 'utf8').catch(() => undefined),
    wipe: () => rm(directory, { recursive: true }),
    async valid(paths) {
      const present = await Promise.all(
        paths.map((path) =>
          access(path).then(
            () => [path],
            () => [],
          ),
        ),
      )
      return new Set(present.flat())
    },
    async keep() {
      throw new Error('not played')
    },
    async closure(paths) {
      calls.push('closure')
      const all = new Set(paths)
      for (const path of all) for (const reference of known.get(path)?.references ?? []) all.add(reference)
      return [...all].flatMap((path) => known.get(path) ?? [])
    },
    trustedKeyNames: async () => new Set(trustedKeyNames),
    substituters: async () => ({ urls: [], requireSignatures: true }),
    async lookUp() {
      throw new Error('not played')
    },
    async missingIn() {
      throw new Error('not played')
    },
    async write(url, paths) {
      calls.push(`write ${paths.length}`)
      await mkdir(join(folder(url), 'nar'), { recursive: true })
      await writeFile(join(folder(url), 'nix-cache-info'), `StoreDir: ${directory}\n`)
      for (const path of paths) {
        await copyFile(path, join(folder(url), 'nar', `${basename(path)}.nar`))
        const name = basename(path)
        const lines = [
          `StorePath: ${path}`,
          `URL: nar/${name}.nar`,
          `NarHash: ${checksum(await readFile(path))}`,
          `References: ${(known.get(path)?.references ?? []).map((one) => basename(one)).join(' ')}`,
        ]
        await writeFile(join(folder(url), `${name.slice(0, 32)}.narinfo`), lines.join('\n'))
      }
    },
    async substitute(url, paths) {
      calls.push('substitute')
      await mkdir(directory, { recursive: true })
      for (const path of paths) {
        const content = await readFile(join(folder(url), 'nar', `${basename(path)}.nar`))
        const sum = await readFile(join(folder(url), `${basename(path).slice(0, 32)}.narinfo`), 'utf8')
        if (!sum.includes(checksum(content))) throw new Error('hash mismatch')
        await writeFile(path, content)
      }
    },
    trusted: async () => true,
    async sign() {
      throw new Error('not played')
    },
    async push() {
      throw new Error('not played')
    },
    async pull() {
      throw new Error('not played')
    },
  }
}
