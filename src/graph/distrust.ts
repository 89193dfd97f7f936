import type { Derivation } from './derivation.ts'

/**
 * Whether the attributes of a derivation changed since the base, other than its sources and which builds of its
 * dependencies it gets: its environment, hooks and flags, which compilers do not compare. Files that the attributes name are told by their
 * hashes, since what they hold is part of the environment.
 */
export function environmentChanged(head: Derivation, base: Derivation): boolean {
  const [ours, theirs] = [settingsOf(head), settingsOf(base)]
  return ours.size !== theirs.size || [...ours].some(([name, value]) => theirs.get(name) !== value)
}

/** What has to differ where anything does. */
const ownNames = new Set(['builder', 'name', 'outputs', 'src', 'version'])

function settingsOf(derivation: Derivation): ReadonlyMap<string, string> {
  const sources = new Set(derivation.inputSrcs)
  const blurred = (text: string) =>
    text.replace(/\/[^\s"':]*?\/([0-9a-df-np-sv-z]{32})-[\w+.?=-]+/g, (path) =>
      sources.has(path) ? path : 'dependency',
    )
  const all = [...attributesOf(derivation)].filter(
    ([name]) => !ownNames.has(name) && !derivation.outputs.has(name),
  )
  return new Map(all.map(([name, value]) => [name, blurred(value)]))
}

function attributesOf({ env }: Derivation): Iterable<readonly [string, string]> {
  const structured = env.get('__json')
  if (structured === undefined) return env
  try {
    const values = JSON.parse(structured) as Readonly<Record<string, unknown>>
    return Object.entries(values).map(([name, value]) => [name, JSON.stringify(value)] as const)
  } catch {
    return env
  }
}
