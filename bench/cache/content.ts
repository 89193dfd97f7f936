import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
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

/** A path that a build made. Nix hashes one of the other kind, whose name is that of its content, twice when it comes. */
const built = `{ name, source }: derivation {
  inherit name;
  system = builtins.currentSystem;
  builder = "/bin/sh";
  args = [ "-c" "/bin/cp -r \${source} $out" ];
}`

interface Content {
  readonly name: string
  readonly source: string
  readonly bytes: number
  /** How many paths, of about the same size. */
  readonly parts: number
}

/**
 * Store paths of about that many bytes together, outputs of builds, made of files of `source`, and of copies of them if
 * they do not suffice. The bytes of a copy are rotated: their statistics stay, and no copy is found in another.
 */
export async function storePaths(
  world: NixWorld,
  { name, source, bytes, parts }: Content,
): Promise<readonly string[]> {
  const order = (file: string) => createHash('sha256').update(file).digest('hex')
  const files = readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort((a, b) => (order(a) < order(b) ? -1 : 1))
  const targetOf = (part: number) => join(dirname(source), `${name}-${part}`)
  let total = 0
  for (let copy = 0; total < bytes; copy++) {
    for (const file of files) {
      if (total >= bytes) break
      const part = Math.floor((total / bytes) * parts)
      const into = join(targetOf(part), `copy-${copy}`, relative(source, file))
      const content = readFileSync(file)
      mkdirSync(dirname(into), { recursive: true })
      writeFileSync(into, copy === 0 ? content : content.map((byte) => (byte + copy * 37) & 0xff))
      total += content.length
    }
  }
  const paths: string[] = []
  for (let part = 0; part < parts; part++) {
    const target = targetOf(part)
    const given = ['--argstr', 'name', basename(target), '--argstr', 'source', target]
    const build = ['build', '--impure', '--no-link', '--print-out-paths', '--expr', built]
    paths.push((await world.nix([...build, ...given])).stdout.trim())
    rmSync(target, { recursive: true })
  }
  return paths
}
