import { median } from '../measures.ts'
import type { Account } from './account.ts'

/** What was measured, and what is made of it. */

/** What was run. */
export type Kind = keyof typeof kinds

export const kinds = {
  full: 'full build, by the action',
  incremental: 'incremental, by the action',
  plain: '`nix build`',
  apart: 'from scratch, `Paths_` apart',
  warm: 'the limit: warm, in place',
  again: 'once more, by the action',
  'no-op, action': 'nothing to do, by the action',
  'no-op, nix': 'nothing to do, `nix build`',
} as const

/** One run. */
export interface Sample {
  readonly kind: Kind
  readonly edit: string
  readonly seconds: number
  /** How many modules were compiled; undefined where nobody counts. */
  readonly compiled: number | undefined
  readonly account: Account
}

/** The middle of several figures, with the least and the greatest. */
export interface Spread {
  readonly median: number
  readonly least: number
  readonly most: number
  readonly count: number
}

/** Undefined if there are none. Of an even number, the greater of the two in the middle. */
export function spreadOf(figures: readonly number[]): Spread | undefined {
  if (figures.length === 0) return undefined
  const [least, most] = [Math.min(...figures), Math.max(...figures)]
  return { median: median(figures), least, most, count: figures.length }
}

/** `13.1 s (12.8–15.0)`; without the range if there is but one. */
export function shown(spread: Spread | undefined): string {
  if (spread === undefined) return ''
  const range = `${spread.least.toFixed(1)}–${spread.most.toFixed(1)}`
  return `${spread.median.toFixed(1)} s${spread.count > 1 ? ` (${range})` : ''}`
}

export const those = (samples: readonly Sample[], kind: Kind, edit?: string): readonly Sample[] =>
  samples.filter((one) => one.kind === kind && (edit === undefined || one.edit === edit))

/** The median of each entry of several accounts, in the order of their first appearance. What one lacks is 0 there. */
export function medianAccount(samples: readonly Sample[]): Account {
  const accounts = samples.map(({ account }) => new Map(account))
  const names = [...new Set(samples.flatMap(({ account }) => account.map(([name]) => name)))]
  return names.map((name) => [name, median(accounts.map((account) => account.get(name) ?? 0))])
}
