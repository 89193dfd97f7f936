import { type Stamped, timedBuild } from './marks.ts'
import { type Part, parts, partsOfBuild } from './parts.ts'

/** What the time of a whole run went to: of the action, or of `nix build` alone. */

/** A call of Nix, with its arguments as one text. Times are in seconds. */
export interface Call {
  readonly start: number
  readonly end: number
  readonly text: string
}

export interface Run {
  readonly start: number
  readonly end: number
  readonly calls: readonly Call[]
  /** Of all its calls of `nix build`. */
  readonly lines: readonly Stamped[]
}

/** What it is called, and how many seconds it took, in order. */
export type Account = readonly (readonly [string, number])[]

/**
 * The build of the derivation by its parts; what comes before and after it by calls of Nix. The sum is the time of the
 * run: of calls at the same time, the one that began first counts.
 */
export function accountOf(run: Run, derivation: string): Account {
  const build = timedBuild(run.lines, derivation)
  if (build === undefined) return spans(run.calls, run.start, run.end)
  const seconds = partsOfBuild(build)
  return [
    ...spans(run.calls, run.start, build.start).map(named('before: ')),
    ...parts.flatMap((part): Account => (seconds.has(part) ? [[part, seconds.get(part)!]] : [])),
    ...spans(run.calls, build.end, run.end).map(named('after: ')),
  ]
}

/** The part of an account that is the build of the derivation. */
export const ofDerivation = (account: Account): Account =>
  account.filter(([name]) => parts.includes(name as Part))

export const sumOf = (account: Account): number => account.reduce((sum, [, seconds]) => sum + seconds, 0)

const named =
  (prefix: string) =>
  ([name, seconds]: readonly [string, number]) =>
    [`${prefix}${name}`, seconds] as const

function spans(calls: readonly Call[], from: number, to: number): Account {
  const seconds = new Map<string, number>()
  const spend = (name: string, time: number) =>
    time > 0 ? seconds.set(name, (seconds.get(name) ?? 0) + time) : seconds
  let at = from
  for (const call of calls.toSorted((a, b) => a.start - b.start)) {
    const [start, end] = [Math.max(at, call.start), Math.min(to, call.end)]
    if (end <= start) continue
    spend('no call of Nix', start - at)
    spend(verbOf(call.text), end - start)
    at = end
  }
  spend('no call of Nix', to - at)
  return [...seconds]
}

/** Such as `nix store add`, with what makes another thing of it: `nix path-info --derivation` evaluates. */
function verbOf(text: string): string {
  const words = text.split(' ').filter((word) => word !== '')
  const kind = words.filter((word) => word === '--derivation' || word === '--dry-run')
  return ['nix', ...words.slice(0, /^(store|derivation|config)$/.test(words[0] ?? '') ? 2 : 1), ...kind].join(
    ' ',
  )
}
