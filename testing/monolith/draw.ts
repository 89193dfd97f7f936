import type { Dice } from '../random-edits/edits.ts'

/** Draws from distributions, by dice alone, so that the same seed gives the same again. */

const fine = 1_000_000

/** Between 0 and 1, both excluded. */
const uniform = (dice: Dice) => (dice.number(fine) + 0.5) / fine

/** Whether something is so that is so with this probability. */
export const happens = (dice: Dice, probability: number) => uniform(dice) < probability

export interface Size {
  readonly median: number
  /** Of the logarithm. */
  readonly spread: number
  readonly least: number
  readonly most: number
}

/** A whole number as sizes in programs are: most are small, and a few are many times as large (log-normal). */
export function size(dice: Dice, { median, spread, least, most }: Size): number {
  const normal = Math.sqrt(-2 * Math.log(uniform(dice))) * Math.cos(2 * Math.PI * uniform(dice))
  return Math.min(most, Math.max(least, Math.round(median * Math.exp(spread * normal))))
}

/** How much something is used by others: for a few things, much more than for most (Pareto). */
export const popularity = (dice: Dice) => uniform(dice) ** (-1 / 1.2)

/** Up to `count` different ones of the first `end` indices, each with a chance in proportion to its weight. */
export function weighted(
  dice: Dice,
  {
    count,
    weights,
    end,
  }: { readonly count: number; readonly weights: readonly number[]; readonly end: number },
): readonly number[] {
  const left = new Map(weights.slice(0, end).entries())
  const chosen: number[] = []
  while (chosen.length < count && left.size > 0) {
    const entries = [...left]
    let at = uniform(dice) * entries.reduce((sum, [, weight]) => sum + weight, 0)
    const hit = entries.find(([, weight]) => {
      at -= weight
      return at <= 0
    })
    // Rounding can leave a rest after the last one.
    const [index] = hit ?? entries.at(-1)!
    left.delete(index)
    chosen.push(index)
  }
  return chosen
}
