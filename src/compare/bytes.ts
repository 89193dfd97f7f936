import { endOfName, hashLength, type Renaming } from './renaming.ts'
import { different, type Rule, same, type Verdict } from './verdict.ts'

/** The bytes of a file or a part of one, which need not be in memory all at once. */
export interface Bytes {
  readonly size: number
  /** Fewer at the end. */
  read(offset: number, length: number): Buffer
}

export interface Pair {
  readonly onTop: Bytes
  readonly plain: Bytes
}

export function bytesOf(buffer: Buffer): Bytes {
  return { size: buffer.length, read: (offset, length) => buffer.subarray(offset, offset + length) }
}

export function partOf(bytes: Bytes, start: number, size: number): Bytes {
  const whole = Math.max(0, Math.min(size, bytes.size - start))
  return {
    size: whole,
    read: (offset, length) => bytes.read(start + offset, Math.max(0, Math.min(length, whole - offset))),
  }
}

const windowSize = 4 * 1024 * 1024

/**
 * Where two sides of the same size differ, but for names of the same thing, in order. Adds to `named` the rule by which
 * names were passed over. Where one is longer, the end of the shorter one is where they differ last.
 */
export function* differencesOf(
  { onTop, plain }: Pair,
  renaming: Renaming,
  named: Set<Rule>,
): Generator<number> {
  const size = Math.min(onTop.size, plain.size)
  let next = 0
  for (let begin = 0; begin < size; begin += windowSize) {
    const end = Math.min(size, begin + windowSize)
    // So that names across its borders are seen as a whole.
    const start = Math.max(0, begin - hashLength)
    const [ours, theirs] = [
      onTop.read(start, end + hashLength - start),
      plain.read(start, end + hashLength - start),
    ]
    next = Math.max(next, begin)
    if (ours.compare(theirs, next - start, end - start, next - start, end - start) === 0) continue
    while (next < end) {
      const at = firstUnequal(ours, theirs, next - start, end - start)
      if (at === undefined) break
      const behind = endOfName(ours, theirs, at, renaming)
      if (behind === undefined) yield start + at
      else named.add('store-path')
      next = start + (behind ?? at + 1)
    }
  }
  if (onTop.size !== plain.size) yield size
}

const blockSize = 4096

function firstUnequal(one: Buffer, other: Buffer, from: number, to: number): number | undefined {
  for (let block = from; block < to; block += blockSize) {
    const end = Math.min(to, block + blockSize)
    if (one.compare(other, block, end, block, end) === 0) continue
    for (let at = block; at < end; at++) if (one[at] !== other[at]) return at
  }
  return undefined
}

/** Byte for byte, but for names of the same thing. */
export function compareBytes(pair: Pair, renaming: Renaming): Verdict {
  const named = new Set<Rule>()
  const [at] = differencesOf(pair, renaming, named)
  return at === undefined ? same(...named) : differentAt(pair, at)
}

/** With the line, where both sides are texts. */
export function differentAt(pair: Pair, at: number): Verdict {
  const { onTop, plain } = pair
  const texts = [onTop, plain].every((side) => isText(side.read(0, 8192)))
  if (!texts || at >= mostForLines) return different(`offset ${at}`, ...excerpts(pair, at))
  const line = onTop.read(0, at).toString('latin1').split('\n').length
  const lineOf = (side: Bytes) =>
    side
      .read(0, at + 4096)
      .toString('utf8')
      .split('\n')[line - 1] ?? ''
  return different(`line ${line}`, lineOf(onTop), lineOf(plain))
}

const around = 24

/** What is around a position. */
export function excerpts({ onTop, plain }: Pair, at: number): readonly [string, string] {
  const start = Math.max(0, at - around)
  const excerpt = (side: Bytes) => {
    const text = JSON.stringify(side.read(start, at + around - start).toString('latin1'))
    return at >= side.size ? `${text}, the end` : text
  }
  return [excerpt(onTop), excerpt(plain)]
}

const mostForLines = 16 * 1024 * 1024

export const isText = (start: Buffer) => !start.includes(0)
