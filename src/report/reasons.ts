import type { CompiledModule } from './report.ts'

/** Why GHC compiled a module, in kinds. */
export type ReasonKind = 'own-source' | 'dependency' | 'flags' | 'missing' | 'first-build' | 'other'

/** In the order in which they are shown. */
export const reasonKinds: Readonly<Record<ReasonKind, string>> = {
  'own-source': 'source changed',
  dependency: 'dependency changed',
  flags: 'flags changed',
  missing: 'product missing',
  'first-build': 'first build',
  other: 'other reasons',
}

/** The texts that GHC has for its reasons, `RecompReason` in its GHC.Iface.Recomp, and those of our own hooks. */
const kinds: readonly (readonly [ReasonKind, RegExp])[] = [
  ['own-source', /^Source file changed$|^its source or a header of it changed$/],
  ['flags', /^its flags changed$/],
  ['flags', /^(Flags|Optimisation flags|HPC flags|PC flags|Plugins|-this-unit-id) changed$/],
  ['flags', /^Plugin fingerprint changed$/],
  ['missing', /^(Missing|Mismatched) |^HIE file is /],
  ['dependency', / (changed|removed|added)( \((raw|interface)\))?$/],
]

export function kindOf(reason: string | undefined): ReasonKind {
  if (reason === undefined) return 'first-build'
  return kinds.find(([, pattern]) => pattern.test(reason))?.[0] ?? 'other'
}

export interface ReasonGroup {
  readonly kind: ReasonKind
  readonly count: number
  /** GHC's own reasons, most frequent first, each with the names of its modules. */
  readonly reasons: readonly { readonly reason: string | undefined; readonly modules: readonly string[] }[]
}

/** Modules by kind of reason and by reason. */
export function groupByReason(compiled: readonly CompiledModule[]): readonly ReasonGroup[] {
  const byReason = new Map<string | undefined, string[]>()
  for (const { name, reason } of compiled) {
    const names = byReason.get(reason)
    if (names === undefined) byReason.set(reason, [name])
    else names.push(name)
  }
  const all = [...byReason].map(([reason, modules]) => ({ reason, modules }))
  return (Object.keys(reasonKinds) as ReasonKind[]).flatMap((kind) => {
    const reasons = all
      .filter(({ reason }) => kindOf(reason) === kind)
      .sort((a, b) => b.modules.length - a.modules.length)
    const count = reasons.reduce((sum, { modules }) => sum + modules.length, 0)
    return count === 0 ? [] : [{ kind, count, reasons }]
  })
}
