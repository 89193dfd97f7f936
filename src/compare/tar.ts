import { createHash } from 'node:crypto'
import { type Bytes, compareBytes, type Pair, partOf } from './bytes.ts'
import { hashLength, type Renaming, renamed } from './renaming.ts'
import { different, inside, same, together, type Verdict } from './verdict.ts'

/** Archives as `tar` makes them, such as images of containers and their layers. */

interface Member {
  readonly name: string
  readonly header: Bytes
  readonly content: Bytes
}

interface Archive {
  readonly members: readonly Member[]
  /** What follows the last member. */
  readonly end: Bytes
}

type Compare = (pair: Pair, renaming: Renaming) => Verdict

const blockSize = 512

export function isTar(bytes: Bytes): boolean {
  return bytes.read(257, 5).toString('latin1') === 'ustar'
}

/**
 * Member by member: each by `compare`. Images name layers by their SHA-256, which are names of the same thing if the
 * layers are compared and the same. Undefined if it cannot be read.
 */
export function compareTars(pair: Pair, renaming: Renaming, compare: Compare): Verdict | undefined {
  const [ours, theirs] = [readTar(pair.onTop), readTar(pair.plain)]
  if (ours === undefined || theirs === undefined) return undefined
  return together(compareMembers(ours, theirs, { renaming, compare }))
}

function* compareMembers(
  ours: Archive,
  theirs: Archive,
  { renaming, compare }: { readonly renaming: Renaming; readonly compare: Compare },
): Generator<Verdict> {
  const [named, others] = [keysOf(ours, renaming), keysOf(theirs, new Map())]
  const pairs: [Member, Member][] = []
  for (const [key, one] of named) {
    const other = others.get(key)
    if (other === undefined) yield different(`member ${one.name}`, 'there', 'not there')
    else pairs.push([one, other])
  }
  for (const [key, { name }] of others)
    if (!named.has(key)) yield different(`member ${name}`, 'not there', 'there')
  const digests = pairs.flatMap(([one, other]) => digestsOf(one, other))
  const all = new Map([...renaming, ...digests])
  for (const [one, other] of pairs) {
    const header = compareBytes({ onTop: fieldsOf(one), plain: fieldsOf(other) }, all)
    yield inside(`member ${one.name}`, header.kind === 'different' ? inside('its header', header) : header)
    yield inside(`member ${one.name}`, compare({ onTop: one.content, plain: other.content }, all))
  }
  yield inside('the end', compareBytes({ onTop: ours.end, plain: theirs.end }, all))
  const [a, b] = [[...named.keys()], [...others.keys()]]
  const isMoved = a.some((key, index) => key !== b[index])
  // Of archives that are sorted by their names.
  const isOfNames = ours.members.some(
    ({ name }) => renamed(name, renaming) !== name || hasOther(name, digests),
  )
  if (isMoved && !isOfNames) yield different('the order of members', a.join(' '), b.join(' '))
  if (isMoved || digests.length > 0) yield same('tar-members')
}

/** Whether there is a digest in it that is another one plainly. */
const hasOther = (name: string, digests: readonly (readonly [string, string])[]) =>
  digests.some(([half]) => name.includes(half))

/** By name in the words of the plain build, without digests, and number among those of the same name. */
function keysOf({ members }: Archive, renaming: Renaming): ReadonlyMap<string, Member> {
  const seen = new Map<string, number>()
  return new Map(
    members.map((member) => {
      const name = renamed(member.name, renaming).replace(/[0-9a-f]{64}/g, 'digest')
      const number = seen.get(name) ?? 0
      seen.set(name, number + 1)
      return [`${name} ${number}`, member] as const
    }),
  )
}

/** Each half of the digests of two contents, if they differ: as long as what is renamed has to be. */
function digestsOf(one: Member, other: Member): readonly (readonly [string, string])[] {
  const [ours, theirs] = [digestOf(one.content), digestOf(other.content)]
  if (ours === theirs) return []
  const halves = (digest: string) => [digest.slice(0, hashLength), digest.slice(hashLength)] as const
  return halves(ours).map((half, index) => [half, halves(theirs)[index]!] as const)
}

const windowSize = 4 * 1024 * 1024

function digestOf(content: Bytes): string {
  const hash = createHash('sha256')
  for (let at = 0; at < content.size; at += windowSize) hash.update(content.read(at, windowSize))
  return hash.digest('hex')
}

/** But for the size and the check sum, which follow from the content and the name. */
function fieldsOf({ header }: Member): Bytes {
  const fields = Buffer.from(header.read(0, blockSize))
  fields.fill(0, 124, 136).fill(0, 148, 156)
  return { size: fields.length, read: (offset, length) => fields.subarray(offset, offset + length) }
}

function readTar(bytes: Bytes): Archive | undefined {
  const members: Member[] = []
  let longName: string | undefined
  for (let at = 0; at < bytes.size; ) {
    const header = bytes.read(at, blockSize)
    if (header.every((byte) => byte === 0)) return { members, end: partOf(bytes, at, bytes.size - at) }
    const size = sizeIn(header)
    if (header.length < blockSize || !Number.isSafeInteger(size) || size < 0) return undefined
    const content = partOf(bytes, at + blockSize, size)
    members.push({ name: longName ?? nameIn(header), header: partOf(bytes, at, blockSize), content })
    longName = longNameIn(header, content)
    at += blockSize + Math.ceil(size / blockSize) * blockSize
  }
  return { members, end: partOf(bytes, bytes.size, 0) }
}

const textIn = (header: Buffer, from: number, to: number) =>
  header.toString('utf8', from, to).split('\0', 1)[0]!

function nameIn(header: Buffer): string {
  // GNU's own headers have other things there.
  const prefix = header[262] === 0 ? textIn(header, 345, 500) : ''
  return (prefix === '' ? '' : `${prefix}/`) + textIn(header, 0, 100)
}

/** Octal digits, or a number as such behind a first bit. NaN if it is neither. */
function sizeIn(header: Buffer): number {
  const text = textIn(header, 124, 136).trim()
  if (((header[124] ?? 0) & 0x80) !== 0) return Number(header.readBigUInt64BE(128))
  return /^[0-7]+$/.test(text) ? Number.parseInt(text, 8) : Number.NaN
}

const longest = 1024 * 1024

/** Of the next member: GNU's headers hold it as it is, those of POSIX among other fields. */
function longNameIn(header: Buffer, content: Bytes): string | undefined {
  const kind = textIn(header, 156, 157)
  const text = () => content.read(0, Math.min(content.size, longest)).toString('utf8')
  if (kind === 'L') return text().replace(/\0+$/, '')
  return kind === 'x' ? /^\d+ path=(.*)$/m.exec(text())?.[1] : undefined
}
