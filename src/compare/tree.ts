import { closeSync, openSync, readSync } from 'node:fs'
import { lstat, readdir, readlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { Bytes } from './bytes.ts'

/** What is in a store path, as Nix sees it. */

export interface Entry {
  readonly kind: 'directory' | 'file' | 'executable file' | 'link'
  /** Of a link. */
  readonly target: string
}

/** By path below `root`, which itself is empty. */
export type Tree = ReadonlyMap<string, Entry>

export async function readTree(root: string): Promise<Tree> {
  const tree = new Map<string, Entry>()
  const visit = async (name: string): Promise<void> => {
    const path = join(root, name)
    const status = await lstat(path)
    if (status.isSymbolicLink()) tree.set(name, { kind: 'link', target: await readlink(path) })
    else if (status.isDirectory()) {
      tree.set(name, { kind: 'directory', target: '' })
      for (const child of (await readdir(path)).sort()) await visit(join(name, child))
    } else tree.set(name, { kind: (status.mode & 0o100) === 0 ? 'file' : 'executable file', target: '' })
  }
  await visit('')
  return tree
}

/** The contents of a file while `work` is done, of which what is read is in memory. */
export function withFile<T>(path: string, work: (bytes: Bytes) => T, size: number): T {
  const file = openSync(path, 'r')
  try {
    return work({
      size,
      read(offset, length) {
        const buffer = Buffer.alloc(Math.max(0, Math.min(length, size - offset)))
        let filled = 0
        while (filled < buffer.length) {
          const read = readSync(file, buffer, filled, buffer.length - filled, offset + filled)
          if (read === 0) break
          filled += read
        }
        return buffer.subarray(0, filled)
      },
    })
  } finally {
    closeSync(file)
  }
}
