import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { run } from '../../src/lib/process.ts'
import type { NixWorld } from '../../testing/nix-world.ts'

/** What is saved and restored: files as GHC makes them, in store paths of a size. */

/** Bytes of all files below a directory. */
export function sizeOf(path: string): number {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0)
}

/** GHC's own libraries as its build left them: interface files, and the object files out of the archives. */
export async function compiledHaskell(target: string): Promise<void> {
  const library = join((await run('ghc', ['--print-libdir'])).stdout.trim(), '../lib')
  for (const entry of readdirSync(library, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name)
    const into = join(target, relative(library, entry.parentPath))
    if (/\.(dyn_)?hi$/.test(entry.name)) {
      mkdirSync(into, { recursive: true })
      copyFileSync(file, join(into, entry.name))
    } else if (/^libHS.*\.a$/.test(entry.name)) {
      mkdirSync(into, { recursive: true })
      await run('ar', ['x', file], { cwd: into })
    }
  }
}

/**
 * A store path of about that many bytes, made of files of `source`, and of copies of them if they do not suffice. The
 * bytes of a copy are rotated: their statistics stay, and no copy is found in another.
 */
export async function storePath(
  world: NixWorld,
  { name, source, bytes }: { readonly name: string; readonly source: string; readonly bytes: number },
): Promise<string> {
  const order = (file: string) => createHash('sha256').update(file).digest('hex')
  const files = readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort((a, b) => (order(a) < order(b) ? -1 : 1))
  const target = join(dirname(source), name)
  let total = 0
  for (let copy = 0; total < bytes; copy++) {
    for (const file of files) {
      if (total >= bytes) break
      const into = join(target, `copy-${copy}`, relative(source, file))
      const content = readFileSync(file)
      mkdirSync(dirname(into), { recursive: true })
      writeFileSync(into, copy === 0 ? content : content.map((byte) => (byte + copy * 37) & 0xff))
      total += content.length
    }
  }
  const { stdout } = await world.nix(['store', 'add-path', '--name', name, target])
  rmSync(target, { recursive: true })
  return stdout.trim()
}
