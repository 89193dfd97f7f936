import { type Bar, stackedBars } from '../../src/report/chart.ts'
import { table } from '../measures.ts'
import { type Account, ofDerivation, sumOf } from './account.ts'
import { type Kind, kinds, medianAccount, type Sample, shown, spreadOf, those } from './samples.ts'

/** What was measured as parts of a page, and as a picture. All are functions of the samples alone. */

/** What a build on top is compared with: `nix build`, where it was measured. */
export const scratchOf = (samples: readonly Sample[]): 'plain' | 'apart' =>
  those(samples, 'plain').length > 0 ? 'plain' : 'apart'

/** For each edit, what each kind of run took. */
export function timesTable(samples: readonly Sample[], edits: ReadonlyMap<string, string>): string {
  const columns: readonly Kind[] = ['incremental', scratchOf(samples), 'warm']
  return table(
    ['Edit', 'Compiled', ...columns.map((kind) => kinds[kind]), 'Speed-up', 'Share of the limit'],
    [...edits].map(([edit, what]) => {
      const spreads = columns.map((kind) =>
        spreadOf(those(samples, kind, edit).map(({ seconds }) => seconds)),
      )
      const [incremental, scratch, warm] = spreads.map((spread) => spread?.median ?? Number.NaN)
      const [some, all] = columns.map((kind) => those(samples, kind, edit)[0]?.compiled)
      return [
        `${edit}: ${what}`,
        `${some} of ${all}`,
        ...spreads.map(shown),
        `${(scratch! / incremental!).toFixed(1)}×`,
        `${((100 * warm!) / incremental!).toFixed(0)} %`,
      ]
    }),
  )
}

const measuredOf = (samples: readonly Sample[], some: readonly Kind[]): readonly Kind[] =>
  some.filter((kind) => those(samples, kind).length > 0)

/** What a run with nothing to do takes. */
export function idleTable(samples: readonly Sample[]): string {
  const idle: readonly Kind[] = ['again', 'no-op, action', 'no-op, nix']
  return table(
    ['Run', 'Time'],
    measuredOf(samples, idle).map((kind) => [
      kinds[kind],
      shown(spreadOf(those(samples, kind).map(({ seconds }) => seconds))),
    ]),
  )
}

/** Runs beside one another, with what their time went to, as medians. */
export function accountTable(samples: readonly Sample[], edit: string): string {
  const accounts = columnsOf(samples, edit).map(
    ([name, account]) => [name, new Map(account), account] as const,
  )
  const names = orderOf(accounts.map(([, , account]) => account))
  const cell = (seconds: number | undefined) => (seconds === undefined ? '' : seconds.toFixed(2))
  return table(
    ['Seconds', ...accounts.map(([name]) => name)],
    [
      ...names.map((name) => [name, ...accounts.map(([, account]) => cell(account.get(name)))]),
      ['**the derivation**', ...accounts.map(([, , account]) => cell(sumOf(ofDerivation(account))))],
      ['**in all**', ...accounts.map(([, , account]) => cell(sumOf(account)))],
    ],
  )
}

/** The same as a picture, in which what is before and after the derivation is one piece each: colours are few. */
export function accountChart(samples: readonly Sample[], edit: string): string {
  const bars = columnsOf(samples, edit).map(
    ([name, account]): Bar => ({ name: name.replaceAll('`', ''), pieces: gathered(account) }),
  )
  return stackedBars(`Where every second goes: ${edit}`, bars)
}

function gathered(account: Account): Account {
  const seconds = new Map<string, number>()
  for (const [name, time] of account) {
    const piece = name.replace(/^(before|after): .*/, '$1 the derivation')
    seconds.set(piece, (seconds.get(piece) ?? 0) + time)
  }
  return [...seconds]
}

const columnsOf = (samples: readonly Sample[], edit: string): readonly (readonly [string, Account])[] =>
  [
    ['full', medianAccount(those(samples, 'full'))],
    ...([scratchOf(samples), 'incremental', 'warm'] as const).map(
      (kind) => [kinds[kind], medianAccount(those(samples, kind, edit))] as const,
    ),
  ].map(([name, account]) => [name as string, account as Account])

/** All names once, each behind those that stand before it in an account. */
function orderOf(accounts: readonly Account[]): readonly string[] {
  const names: string[] = []
  for (const account of accounts) {
    let at = 0
    for (const [name] of account) {
      const there = names.indexOf(name)
      if (there < 0) names.splice(at, 0, name)
      at = (there < 0 ? at : there) + 1
    }
  }
  return names
}
