import { lstatSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { run } from '../../src/lib/process.ts'
import { masked } from '../monorepo/compare.ts'
import type { Outcome } from '../rewriting.ts'

/**
 * What can be seen of a build, but for store paths: each aspect as a text by its name. The unit ids of libraries are
 * masked too, since a build on top keeps those of the full build when the version or the dependencies change.
 */
export type Observed = ReadonlyMap<string, string>

/**
 * What the two builds of one package look like. ABI hashes and interfaces are those that can be compared. `optimised`: whether
 * any module is. What GHC finds out about one depends on whether it has just compiled what the module imports, or reads
 * interfaces of modules that are not optimised.
 */
export async function observe(
  outcomes: readonly [Outcome, Outcome],
  optimised: boolean,
): Promise<readonly [Observed, Observed]> {
  const [one, other] = outcomes.map(({ out }) => (out === undefined ? undefined : registered(out)))
  // Where unit ids differ, so do all hashes.
  const sameNames = one !== undefined && other !== undefined && one.ids === other.ids && !optimised
  return Promise.all([observeOne(outcomes[0], sameNames), observeOne(outcomes[1], sameNames)])
}

async function observeOne({ out, log }: Outcome, sameNames: boolean): Promise<Observed> {
  const seen = new Map<string, string>()
  seen.set('result', out === undefined ? 'failed' : 'built')
  if (out === undefined) return seen
  const paths = readdirSync(out, { recursive: true, encoding: 'utf8' }).sort()
  const files = paths.filter((path) => lstatSync(join(out, path)).isFile())
  seen.set('files', paths.map(nameless).sort().join('\n'))
  // What the test suite printed, however often.
  seen.set('tests', [...new Set(log.split('\n').filter((line) => line.startsWith('spec: ')))].join('\n'))
  for (const path of files) {
    if (path.startsWith('bin/')) seen.set(`${path} prints`, masked((await run(join(out, path), [])).stdout))
    if (path.startsWith('share/') && !path.endsWith('.haddock'))
      seen.set(nameless(path), nameless(masked(readFileSync(join(out, path), 'utf8'))))
  }
  const { abi, interfaces } = registered(out)
  if (sameNames) seen.set('abi', abi)
  else
    for (const path of interfaces) {
      const { stdout } = await run('ghc', ['--show-iface', path])
      const text = nameless(masked(withoutPragmas(stdout).replace(/\b[0-9a-f]{32}\b/g, 'hash')))
      // In the order of hashes.
      seen.set(`interface ${basename(path)}`, text.split('\n').sort().join('\n'))
    }
  return seen
}

interface Registered {
  readonly ids: string
  readonly abi: string
  readonly interfaces: readonly string[]
}

/** What the package's libraries are registered as. */
function registered(out: string): Registered {
  const paths = readdirSync(out, { recursive: true, encoding: 'utf8' }).sort()
  const texts = paths
    .filter((path) => path.endsWith('.conf'))
    .map((path) => readFileSync(join(out, path), 'utf8'))
  const field = (name: string) =>
    texts.map((text) => new RegExp(`^${name}:\\s*(\\S+)`, 'm').exec(text)?.[1] ?? '').join(' ')
  return {
    ids: field('id'),
    abi: field('abi'),
    interfaces: paths.filter((path) => path.endsWith('.hi')).map((path) => join(out, path)),
  }
}

/** Without what the optimiser found out, which stands in brackets below a name and its type. */
export function withoutPragmas(text: string): string {
  let open = 0
  const kept = text.split('\n').filter((line) => {
    const inside = open > 0 || line.startsWith('  [')
    if (inside) open += count(line, '[') - count(line, ']')
    return !inside
  })
  return kept.join('\n')
}

const count = (line: string, character: string) => line.split(character).length - 1

/** Without what only names a unit: its version and a hash of what it depends on. */
const nameless = (text: string) => text.replace(/(g\d+)-[\d.]+-[A-Za-z0-9]{16,22}\b/g, '$1-id')

/** One line for each aspect that differs; none if the builds agree. */
export function disagreements(one: Observed, other: Observed): readonly string[] {
  if (one.get('result') !== other.get('result'))
    return [`result: ${one.get('result')}, ${other.get('result')}`]
  return [...new Set([...one.keys(), ...other.keys()])].flatMap((aspect) => {
    const [a, b] = [one.get(aspect), other.get(aspect)]
    return a === b ? [] : [`${aspect}: ${firstDifference(a ?? 'nothing', b ?? 'nothing')}`]
  })
}

function firstDifference(a: string, b: string): string {
  const [ours, theirs] = [a.split('\n'), b.split('\n')]
  const at = ours.findIndex((line, index) => line !== theirs[index])
  return `${JSON.stringify(ours[at] ?? '')}, plainly ${JSON.stringify(theirs[at < 0 ? ours.length : at] ?? '')}`
}
