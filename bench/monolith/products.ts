import { existsSync } from 'node:fs'
import { run } from '../../src/lib/process.ts'
import { differences } from '../../testing/monorepo/compare.ts'
import { type Built, disagreements, observe, observeBehaviour } from '../../testing/random-edits/observe.ts'

/** Whether what a build installs is what the plain build installs. */

/** A build that was successful. */
export type Product = Built & { readonly out: string }

/** One line for each aspect that differs. `optimised`: whether they were compiled with optimisation. */
export async function differencesOf(
  one: Product,
  plain: Product,
  optimised: boolean,
): Promise<readonly string[]> {
  return disagreements(...(await observe([one, plain], { name: 'monolith', optimised })))
}

/** The same but for interfaces, which differ where one of them keeps `Paths_` modules apart. */
export const differencesInBehaviour = async (one: Product, plain: Product): Promise<readonly string[]> =>
  disagreements(...(await observeBehaviour([one, plain], 'monolith')))

/** One line for each difference in the outputs that only Nix makes beside `out`, such as documentation. */
export async function differencesOfOthers(
  one: { readonly out: string; readonly env: Readonly<Record<string, string>> },
  plain: { readonly out: string; readonly env: Readonly<Record<string, string>> },
): Promise<readonly string[]> {
  const [ours, theirs] = await Promise.all([otherOutputs(one), otherOutputs(plain)])
  const names = [...ours.keys()].filter((name) => name !== 'intermediates')
  if (names.join(' ') !== [...theirs.keys()].join(' '))
    return [`outputs: ${names}, plainly ${[...theirs.keys()]}`]
  return names.flatMap((name) =>
    differences(ours.get(name)!, theirs.get(name)!).map((line) => `${name}: ${line}`),
  )
}

/** By their names, as the store path ends. */
async function otherOutputs({
  out,
  env,
}: {
  readonly out: string
  readonly env: Readonly<Record<string, string>>
}): Promise<ReadonlyMap<string, string>> {
  const query = async (...args: string[]) =>
    (await run('nix-store', ['--query', ...args], { env })).stdout.trim()
  const paths = (await query('--outputs', await query('--deriver', out))).split('\n').sort()
  const nameAt = out.length + 1
  return new Map(
    paths.filter((path) => path !== out && existsSync(path)).map((path) => [path.slice(nameAt), path]),
  )
}
