import { type Bytes, type Pair, partOf } from './bytes.ts'
import { firstUnequal } from './lists.ts'
import { different, inside, same, together, type Verdict } from './verdict.ts'

/** Static libraries, as GNU `ar` makes them. */

interface Member {
  readonly name: string
  /** Time, owner and mode. */
  readonly notes: string
  /** Of its header. */
  readonly at: number
  readonly content: Bytes
}

const magic = '!<arch>\n'
const headerSize = 60

export function isArchive(bytes: Bytes): boolean {
  return bytes.read(0, magic.length).toString('latin1') === magic
}

/** Member by member: each by `compare`, the index by what it says. Undefined if it cannot be read. */
export function compareArchives(
  { onTop, plain }: Pair,
  compare: (pair: Pair) => Verdict,
): Verdict | undefined {
  const [ours, theirs] = [membersOf(onTop), membersOf(plain)]
  if (ours === undefined || theirs === undefined) return undefined
  const names = (members: readonly Member[]) => members.map(({ name }) => name)
  const [a, b] = [names(ours), names(theirs)]
  const at = firstUnequal(a, b)
  if (at !== undefined) return different(`member ${at + 1}`, a[at] ?? 'none', b[at] ?? 'none')
  return together(compareMembers(ours, theirs, compare))
}

function* compareMembers(
  ours: readonly Member[],
  theirs: readonly Member[],
  compare: (pair: Pair) => Verdict,
): Generator<Verdict> {
  for (const [index, one] of ours.entries()) {
    const other = theirs[index]!
    if (one.notes !== other.notes) yield same('archive-times')
    // Where members are told apart by the offsets that their sizes come to.
    if (one.name === '/' || one.name === '/SYM64/')
      yield compareIndices(indexOf(one, ours), indexOf(other, theirs))
    else yield inside(`member ${one.name}`, compare({ onTop: one.content, plain: other.content }))
  }
}

function membersOf(bytes: Bytes): readonly Member[] | undefined {
  const members: Member[] = []
  let longNames = ''
  for (let at = magic.length; at < bytes.size; ) {
    const header = bytes.read(at, headerSize).toString('latin1')
    const size = Number(header.slice(48, 58).trim())
    if (header.length < headerSize || header.slice(58) !== '`\n' || !Number.isSafeInteger(size))
      return undefined
    const content = partOf(bytes, at + headerSize, size)
    const written = header.slice(0, 16).trimEnd()
    if (written === '//') longNames = content.read(0, size).toString('latin1')
    const long = /^\/(\d+)$/.exec(written)
    const name =
      long === null
        ? written.replace(/(?<=.)\/$/, (slash) => (written === '//' ? slash : ''))
        : (longNames.slice(Number(long[1])).split('/\n', 1)[0] ?? '')
    members.push({ name, notes: header.slice(16, 48), at, content })
    at += headerSize + size + (size % 2)
  }
  return members
}

function compareIndices(ours: readonly string[], theirs: readonly string[]): Verdict {
  if (ours.join('\n') === theirs.join('\n')) return same()
  const [a, b] = [[...ours].sort(), [...theirs].sort()]
  const at = firstUnequal(a, b)
  // As the members list them.
  return at === undefined ? same('symbol-order') : different('the index', a[at] ?? 'none', b[at] ?? 'none')
}

/** A line for each symbol, with the number of the member that has it. */
function indexOf({ name, content }: Member, members: readonly Member[]): readonly string[] {
  const width = name === '/' ? 4 : 8
  const read = content.read(0, content.size)
  const number = (at: number) =>
    at + width > read.length ? -1 : width === 4 ? read.readUInt32BE(at) : Number(read.readBigUInt64BE(at))
  const count = Math.max(0, number(0))
  const places = new Map(members.map(({ at }, index) => [at, index] as const))
  const symbols = read.toString('latin1', width * (count + 1)).split('\0')
  return symbols
    .slice(0, count)
    .map((symbol, index) => `${symbol} in member ${(places.get(number(width * (index + 1))) ?? -1) + 1}`)
}
