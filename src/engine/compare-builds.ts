import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Compared, compareProducts, hashOf, type Renaming, rules } from '../compare/index.ts'
import { info } from '../lib/log.ts'
import { ProcessError, run } from '../lib/process.ts'
import { nameOf } from '../lib/store-path.ts'
import { narHashes } from '../nix/store.ts'
import type { Verification, VerifiedOutput } from '../report/verification.ts'
import type { Context } from './context.ts'
import type { Subject } from './subjects.ts'

/** Whether what was built on top is what was built plainly. */

type Comparison = Pick<Verification, 'outputs' | 'missing'>

const showSeconds = 120

/** Of outputs that are not there on top, since nothing needs them, nothing is said but that. */
export async function compareBuilds(
  { nix, read, scratch }: Pick<Context, 'nix' | 'read' | 'scratch'>,
  subjects: readonly Subject[],
): Promise<Comparison> {
  const pairs = subjects.flatMap(({ name, outputs }) => outputs.map((pair) => ({ name, ...pair })))
  const hashes = await narHashes(
    nix,
    pairs.flatMap(({ onTop, plain }) => [onTop, plain]),
  )
  const renaming: Renaming = new Map(pairs.map(({ onTop, plain }) => [hashOf(onTop), hashOf(plain)]))
  const compilers = compilersOf(read, subjects)
  const showInterface = (path: string) => show(compilers, path)
  const outputs: VerifiedOutput[] = []
  let missing = 0
  for (const { name, output, onTop, plain } of pairs) {
    const [ours, theirs] = [hashes.get(onTop), hashes.get(plain)]
    if (ours === undefined || theirs === undefined) {
      missing += 1
      continue
    }
    const compared =
      ours === theirs ? identical : await compareProducts({ onTop, plain, renaming, scratch, showInterface })
    outputs.push({ ...compared, name, output, onTop, plain, rules: textsOf(compared) })
  }
  return { outputs, missing }
}

const identical: Compared = { files: 0, rules: new Set(), differences: [], unproven: [] }

const textsOf = (compared: Compared) =>
  Object.entries(rules).flatMap(([rule, text]) =>
    [...compared.rules].some((one) => one === rule) ? [text] : [],
  )

/** What was found in one output, for the log. */
export function tell({ name, output, files, rules, differences, unproven }: VerifiedOutput): void {
  const what = output === 'out' ? name : `${name}, output ${output}`
  if (differences.length > 0) info(`${what}: ${differences.length} of ${files} files differ:`)
  else if (files === 0) info(`${what}: equal, by the hash of all.`)
  else info(`${what}: equal in ${files} files${rules.length === 0 ? '' : `, but for ${rules.join('; ')}`}.`)
  for (const { file, where, onTop, plain } of differences) {
    info(`  ${file}${where === '' ? '' : `, ${where}`}:`)
    info(`    on top:  ${onTop}`)
    info(`    plainly: ${plain}`)
  }
  for (const { file, why } of unproven) info(`  ${file} cannot be compared: ${why}.`)
}

/** The compilers of the units, as far as they are programs of this machine. */
function compilersOf(read: Context['read'], subjects: readonly Subject[]): readonly string[] {
  const found = new Set<string>()
  for (const { unit } of subjects) {
    if (unit === undefined) continue
    for (const [input, outputs] of unit.derivation.inputDrvs)
      for (const output of outputs) {
        const path = read(input)?.outputs.get(output)?.path ?? ''
        if (nameOf(path) === unit.compiler && existsSync(join(path, 'bin/ghc')))
          found.add(join(path, 'bin/ghc'))
      }
  }
  return [...found]
}

/** By the first of them that can read it: each reads but its own version's. */
async function show(compilers: readonly string[], path: string): Promise<string | undefined> {
  for (const compiler of compilers) {
    try {
      return (await run(compiler, ['--show-iface', path], { timeoutSeconds: showSeconds })).stdout
    } catch (error) {
      if (!(error instanceof ProcessError) || error.reason === 'cancelled') throw error
    }
  }
  return undefined
}
