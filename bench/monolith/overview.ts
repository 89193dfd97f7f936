import type { MonolithOptions } from '../../testing/monolith/plan.ts'
import { table } from '../measures.ts'
import { scratchOf } from './page.ts'
import { type Kind, kinds, type Sample, spreadOf, those } from './samples.ts'

/** What several results come to, as pages show it. All are functions of the results alone. */

/** What a result file in JSON holds, as far as it is shown. */
export interface Result {
  readonly circumstances: string
  /** Its version. */
  readonly ghc: string
  readonly options: Pick<MonolithOptions, 'modules' | 'defaults' | 'optimization'>
  readonly samples: readonly Sample[]
}

/** A result, and where its page is. */
export interface Linked {
  readonly result: Result
  readonly link: string
}

/** A row for each edit of each result. What they were compared with is in brackets where it was not the plain build. */
export function overviewTable(results: readonly Linked[]): string {
  return table(
    ['Modules', 'GHC', 'Settings', 'Change', 'Compiled', '`nix build`', 'Action', 'Speed-up', 'The limit'],
    results.flatMap(({ result, link }) =>
      editsIn(result.samples).map((edit) => {
        const scratch = scratchOf(result.samples)
        const seconds = (kind: Kind) => medianOf(result.samples, kind, edit)
        const compiled = (kind: Kind) => those(result.samples, kind, edit)[0]?.compiled
        const whole = shown(seconds(scratch))
        return [
          `[${result.options.modules.toLocaleString('en')}](${link})`,
          majorVersion(result.ghc),
          settingsOf(result.options),
          changes[edit] ?? edit,
          `${compiled('incremental')} of ${compiled(scratch)}`,
          scratch === 'plain' ? whole : `(${whole})`,
          shown(seconds('incremental')),
          `${(seconds(scratch) / seconds('incremental')).toFixed(1)}×`,
          shown(seconds('warm')),
        ]
      }),
    ),
  )
}

function settingsOf({ defaults, optimization }: Result['options']): string {
  const settings = defaults ? 'nixpkgs’ defaults' : 'neither Haddock nor profiling'
  return optimization === 1 ? settings : `${settings}, \`-O${optimization}\``
}

/** Of GHC: `9.10` of `9.10.3`. */
export function majorVersion(version: string): string {
  return version.split('.').slice(0, 2).join('.')
}

const changes: Readonly<Record<string, string>> = {
  leaf: 'body of a function',
  middle: 'a type that others use',
  hub: 'a type that most modules use',
  'bodies-1': 'body of another function',
  'bodies-10': 'bodies of 10 functions',
  'bodies-100': 'bodies of 100 functions',
}

/** In the order in which they were measured. */
const editsIn = (samples: readonly Sample[]): readonly string[] => [
  ...new Set(those(samples, 'incremental').map(({ edit }) => edit)),
]

function medianOf(samples: readonly Sample[], kind: Kind, edit: string): number {
  const spread = spreadOf(those(samples, kind, edit).map(({ seconds }) => seconds))
  if (spread === undefined) throw new Error(`${edit}: no ${kinds[kind]}`)
  return spread.median
}

const shown = (seconds: number): string => `${seconds.toFixed(seconds < 100 ? 1 : 0)} s`
