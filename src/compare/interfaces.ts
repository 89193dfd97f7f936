import { firstUnequal } from './lists.ts'
import { type Renaming, renamed } from './renaming.ts'
import { different, type Rule, same, type Verdict } from './verdict.ts'

/**
 * Interfaces, by what `ghc --show-iface` says of two of them. GHC numbers names and lays out their tables as it comes by
 * them, so that their bytes do not tell. What counts is the text, fingerprints included, but for those that follow from
 * what is harmless.
 */
export function compareInterfaces(onTop: string, plain: string, renaming: Renaming): Verdict {
  const [ours, theirs] = [linesOf(renamed(onTop, renaming)), linesOf(plain)]
  const at = firstUnequal(ours.map(blurred), theirs.map(blurred))
  if (at !== undefined) return differentLine(at, ours, theirs)
  const unequal = ours.flatMap((line, index) => (line === theirs[index] ? [] : [index]))
  const named = new Set<Rule>(unequal.length === 0 ? [] : ['fingerprints'])
  const withPaths = renamed(onTop, renaming) !== onTop
  if (withPaths) named.add('store-path')
  // That of the ABI covers all that importers see: it may differ where a path is among that, here or in an import.
  const caused = withPaths || unequal.some((index) => /^import {2}/.test(ours[index] ?? ''))
  const unexplained = unequal.find(
    (index) => !isHarmless(ours[index] ?? '', { caused, withPaths, shown: plain, renaming }),
  )
  return unexplained === undefined ? same(...named) : differentLine(unexplained, ours, theirs)
}

interface Circumstances {
  readonly caused: boolean
  readonly withPaths: boolean
  /** Of the plain build. */
  readonly shown: string
  readonly renaming: Renaming
}

function isHarmless(line: string, { caused, withPaths, shown, renaming }: Circumstances): boolean {
  // Of all that follows.
  if (/^ {2}interface hash: /.test(line)) return true
  // Cabal writes directories of the package's output into this module.
  if (/^ {2}src_hash: /.test(line)) return withPaths || /^interface \S*\bPaths_/m.test(shown)
  // Of objects that splices ran, in which GHC numbers symbols.
  const file = /^addDependentFile "(.*[.](?:\w*o|a|dylib))" [0-9a-f]{32}$/.exec(line)?.[1]
  if (file !== undefined) return file.startsWith('dist/') || isOfPlain(file, renaming)
  if (/^addDependentFile /.test(line)) return false
  return caused
}

const isOfPlain = (file: string, renaming: Renaming) =>
  [...renaming.values()].some((hash) => file.includes(hash))

const linesOf = (shown: string) => shown.split('\n')

const blurred = (line: string) => line.replace(/\b[0-9a-f]{32}\b/g, 'fingerprint')

function differentLine(at: number, ours: readonly string[], theirs: readonly string[]): Verdict {
  const text = (lines: readonly string[]) => lines[at]?.trim() ?? 'the end'
  return different(`line ${at + 1} of \`ghc --show-iface\``, text(ours), text(theirs))
}

/**
 * What a package registers. `interfaces`: whether fingerprints of interfaces beside it differ, all of them harmlessly, so that
 * the one that is made of them may. Undefined where something else differs.
 */
export function compareRegistrations(
  onTop: string,
  plain: string,
  { renaming, interfaces }: { readonly renaming: Renaming; readonly interfaces: boolean },
): Verdict | undefined {
  const abi = /^(abi:\s*)[0-9a-f]{32}$/gm
  const [ours, theirs] = [renamed(onTop, renaming), plain]
  if (ours === theirs) return same('store-path')
  if (!interfaces || ours.replace(abi, '$1') !== theirs.replace(abi, '$1')) return undefined
  return same('store-path', 'fingerprints')
}
