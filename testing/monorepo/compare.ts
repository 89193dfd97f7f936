import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { isHaddockInterface, settlingOf } from '../../src/compare/haddock.ts'

/**
 * Whether two store paths hold the same, but for the hashes of store paths: the stores may be different ones, in
 * directories whose names are equally long, so that everything in a file stands where it stands in the other. Pages of
 * documentation are compared as `mode: verify` compares them.
 */

interface Entry {
  readonly kind: string
  readonly content: Buffer
}

/** One line for each file that differs or that one side lacks; empty if none does. */
export function differences(left: string, right: string): string[] {
  const one = entries(left)
  const other = entries(right)
  return [...new Set([...one.keys(), ...other.keys()])].sort().flatMap((name) => {
    const [a, b] = [one.get(name), other.get(name)]
    if (a === undefined || b === undefined)
      return [`${name}: only in the ${a === undefined ? 'second' : 'first'}`]
    if (a.kind !== b.kind) return [`${name}: ${a.kind} in the first, ${b.kind} in the second`]
    if (sameWords(a.content, b.content)) return []
    const at = firstDifference(a.content, b.content)
    return at === undefined ? [] : [`${name}: ${at}`]
  })
}

/** By path below `root`, which is `.`. */
function entries(root: string): Map<string, Entry> {
  const found = new Map<string, Entry>()
  const visit = (path: string, name: string) => {
    const status = lstatSync(path)
    const mode = (status.mode & 0o777).toString(8)
    if (status.isSymbolicLink()) {
      found.set(masked(name), { kind: 'link', content: Buffer.from(masked(readlinkSync(path))) })
    } else if (status.isDirectory()) {
      found.set(masked(name), { kind: `directory ${mode}`, content: Buffer.alloc(0) })
      for (const child of readdirSync(path)) visit(join(path, child), `${name}/${child}`)
    } else {
      found.set(masked(name), {
        kind: `file ${mode}`,
        content: isHaddockInterface(name) ? Buffer.alloc(0) : Buffer.from(masked(textOf(path)), 'latin1'),
      })
    }
  }
  visit(root, '.')
  return found
}

function textOf(path: string): string {
  const text = readFileSync(path, 'latin1')
  return settlingOf(path)?.(text) ?? text
}

/**
 * What may differ, blanked out:
 * - a store directory, whose last component may be another name of that length, and a hash in Nix's alphabet, or what
 *   nixpkgs' remove-references-to puts in its place;
 * - the build id that the linker notes down in a program or shared library. It hashes local symbols too, which GHC
 *   numbers as its threads come to need them, and which are stripped afterwards.
 * Static archives keep such symbols, and so differ between any two builds: this is for programs and what is above them.
 */
export function masked(text: string): string {
  return text
    .replace(/(?:[\w.-]{1,40}\/store\/)?(?<![0-9a-z])(?:[0-9a-df-np-sv-z]{32}|e{32})(?=-)/g, blank)
    .replace(/(?<=\x04\0\0\0\x14\0\0\0\x03\0\0\0GNU\0)[\s\S]{20}/g, blank)
}

const blank = (text: string) => '#'.repeat(text.length)

function firstDifference(a: Buffer, b: Buffer): string | undefined {
  if (a.equals(b)) return undefined
  const length = Math.min(a.length, b.length)
  let at = 0
  while (at < length && a[at] === b[at]) at++
  const around = (buffer: Buffer) => JSON.stringify(buffer.toString('latin1', Math.max(0, at - 20), at + 40))
  return `${a.length} and ${b.length} bytes, first different at ${at}: ${around(a)} and ${around(b)}`
}

/**
 * Programs, or archives of them, that hold the same 64-bit words in any order: before 9.12 GHC lists what a function
 * refers to, for the garbage collector, in the order in which its threads came by it, and two plain builds differ so.
 */
function sameWords(a: Buffer, b: Buffer): boolean {
  if (a.length !== b.length || a.length % 8 !== 0 || !a.includes('\x7fELF')) return false
  const [one, other] = [a, b].map((content) => new BigUint64Array(new Uint8Array(content).buffer).sort())
  return one?.every((word, index) => word === other?.[index]) === true
}
