import { lstatSync, readdirSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { inParallel } from '../../src/lib/parallel.ts'
import { run } from '../../src/lib/process.ts'
import { masked } from '../monorepo/compare.ts'

/**
 * What can be seen of a build, but for store paths: each aspect as a text by its name. The unit ids of libraries are
 * masked too, since a build on top keeps those of the full build when the version or the dependencies change.
 */
export type Observed = ReadonlyMap<string, string>

/** A build of a package. */
export interface Built {
  /** Undefined if it failed. */
  readonly out: string | undefined
  readonly log: string
}

interface Package {
  /** A regular expression for the name. */
  readonly name: string
  /**
   * Whether any module is. What GHC finds out about one depends on whether it has just compiled what the module imports, or
   * reads interfaces.
   */
  readonly optimised: boolean
}

/** What the two builds of one package look like. ABI hashes and interfaces are those that can be compared. */
export async function observe(
  outcomes: readonly [Built, Built],
  { name, optimised }: Package,
): Promise<readonly [Observed, Observed]> {
  const [one, other] = outcomes.map(({ out }) => (out === undefined ? undefined : registered(out)))
  const names = createNames(name)
  if (one === undefined || other === undefined)
    return Promise.all([observeOne(outcomes[0], names), observeOne(outcomes[1], names)])
  // Where unit ids differ, so do all hashes.
  const sameNames = one.ids === other.ids && !optimised
  const [ours, theirs] = [
    interfacesOf(outcomes[0].out!, one, names),
    interfacesOf(outcomes[1].out!, other, names),
  ]
  const shown = sameNames ? undefined : new Set(differing(ours, theirs))
  return Promise.all([observeOne(outcomes[0], names, shown), observeOne(outcomes[1], names, shown)])
}

/** The same but for interfaces. */
export async function observeBehaviour(
  [one, other]: readonly [Built, Built],
  name: string,
): Promise<readonly [Observed, Observed]> {
  const names = createNames(name)
  return Promise.all([observeOne(one, names, new Set()), observeOne(other, names, new Set())])
}

/** What interfaces are called that the other side has not, or has with other bytes. */
function differing(one: Interfaces, other: Interfaces): readonly string[] {
  const bytes = (path: string | undefined) => path && masked(readFileSync(path, 'latin1'))
  return [...one.keys()].filter((name) => bytes(one.get(name)) !== bytes(other.get(name)))
}

/** Interfaces by their paths below the output, in which the unit is not named. */
type Interfaces = ReadonlyMap<string, string>

const interfacesOf = (out: string, { interfaces }: Registered, names: Names): Interfaces =>
  new Map(interfaces.map((path) => [names.without(path.slice(out.length + 1)), path]))

/** `shown`: what the interfaces to look at are called; undefined for the ABI hash instead. */
async function observeOne({ out, log }: Built, names: Names, shown?: ReadonlySet<string>): Promise<Observed> {
  const seen = new Map<string, string>()
  seen.set('result', out === undefined ? 'failed' : 'built')
  if (out === undefined) return seen
  const paths = readdirSync(out, { recursive: true, encoding: 'utf8' }).sort()
  const files = paths.filter((path) => lstatSync(join(out, path)).isFile())
  seen.set('files', paths.map(names.without).sort().join('\n'))
  // What the test suite printed, however often.
  seen.set('tests', [...new Set(log.split('\n').filter((line) => line.startsWith('spec: ')))].join('\n'))
  for (const path of files) {
    if (path.startsWith('bin/')) seen.set(`${path} prints`, masked((await run(join(out, path), [])).stdout))
    if (path.startsWith('share/') && !path.endsWith('.haddock'))
      seen.set(names.without(path), names.without(masked(readFileSync(join(out, path), 'utf8'))))
  }
  const found = registered(out)
  if (shown === undefined) {
    seen.set('abi', found.abi)
    return seen
  }
  const interfaces = [...interfacesOf(out, found, names)].filter(([name]) => shown.has(name))
  await inParallel(interfaces, availableParallelism(), async ([name, path]) => {
    const { stdout } = await run('ghc', ['--show-iface', path])
    const text = names.without(masked(withoutPragmas(stdout).replace(/\b[0-9a-f]{32}\b/g, 'hash')))
    // In the order of hashes.
    seen.set(`interface ${name}`, text.split('\n').sort().join('\n'))
  })
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
function withoutPragmas(text: string): string {
  let open = 0
  const kept = text.split('\n').filter((line) => {
    const inside = open > 0 || line.startsWith('  [')
    if (inside) open += count(line, '[') - count(line, ']')
    return !inside
  })
  return kept.join('\n')
}

const count = (line: string, character: string) => line.split(character).length - 1

/** What only names a unit. */
interface Names {
  /** Without versions, and hashes of what a unit depends on. */
  without(text: string): string
}

function createNames(name: string): Names {
  const unit = new RegExp(`(${name})-[\\d.]+-[A-Za-z0-9]{16,22}\\b`, 'g')
  return { without: (text) => text.replace(unit, '$1-id') }
}

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
