import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { inParallel } from '../lib/parallel.ts'
import { bytesOf, compareBytes, type Pair } from './bytes.ts'
import { compareContents } from './contents.ts'
import { isGzip, withUnpacked } from './gzip.ts'
import { isHaddockInterface, settlingOf } from './haddock.ts'
import { compareInterfaces, compareRegistrations } from './interfaces.ts'
import { type Renaming, renamed } from './renaming.ts'
import { type Entry, readTree, type Tree, withFile } from './tree.ts'
import { different, inside, type Place, type Rule, same, together, type Verdict } from './verdict.ts'

/** Two store paths that should hold the same. */

export interface Products {
  readonly onTop: string
  readonly plain: string
  readonly renaming: Renaming
  /** A directory for what has to be unpacked. */
  readonly scratch: string
  /** What `ghc --show-iface` prints; undefined if it cannot be found out. */
  readonly showInterface: (path: string) => Promise<string | undefined>
}

export interface Compared {
  /** How many files, links and directories. */
  readonly files: number
  /** By which some are the same. */
  readonly rules: ReadonlySet<Rule>
  readonly differences: readonly Difference[]
  /** Of which it cannot be told. */
  readonly unproven: readonly { readonly file: string; readonly why: string }[]
}

export interface Difference extends Place {
  /** Below the store path. */
  readonly file: string
}

/** Interfaces are shown by a program of its own each. */
const atOnce = 4

export async function compareProducts(products: Products): Promise<Compared> {
  const { renaming } = products
  const [ours, theirs] = await Promise.all([readTree(products.onTop), readTree(products.plain)])
  const paired = pairEntries(ours, theirs, renaming)
  const verdicts = new Map<string, Verdict>(paired.alone)
  let interfaces = false
  const settle = async ({ file, other, one, another }: EntryPair) => {
    const pair = { ...products, onTop: join(products.onTop, file), plain: join(products.plain, other) }
    const verdict = await compareEntries(pair, { one, another, interfaces })
    if (isInterface(file) && verdict.kind === 'same' && verdict.rules.has('fingerprints')) interfaces = true
    verdicts.set(other, verdict)
  }
  // What a package registers is made of its interfaces.
  await inParallel(
    paired.both.filter(({ file }) => !isRegistration(file)),
    atOnce,
    settle,
  )
  await inParallel(
    paired.both.filter(({ file }) => isRegistration(file)),
    atOnce,
    settle,
  )
  return summed(verdicts)
}

interface EntryPair {
  readonly file: string
  readonly other: string
  readonly one: Entry
  readonly another: Entry
}

/** Those that have the same names in the words of the plain build, and what there is to say of the others. */
function pairEntries(ours: Tree, theirs: Tree, renaming: Renaming) {
  const alone: [string, Verdict][] = []
  const both: EntryPair[] = []
  const known = new Set<string>()
  for (const [file, one] of ours) {
    const other = renamed(file, renaming)
    known.add(other)
    const another = theirs.get(other)
    if (another === undefined) alone.push([other, different('', one.kind, 'not there')])
    else both.push({ file, other, one, another })
  }
  for (const [file, { kind }] of theirs)
    if (!known.has(file)) alone.push([file, different('', 'not there', kind)])
  return { alone, both }
}

interface Entries {
  readonly one: Entry
  readonly another: Entry
  /** Whether fingerprints of interfaces differ. */
  readonly interfaces: boolean
}

async function compareEntries(products: Products, { one, another, interfaces }: Entries): Promise<Verdict> {
  const { renaming } = products
  if (one.kind !== another.kind) return different('', one.kind, another.kind)
  if (one.kind === 'directory') return same()
  if (one.kind === 'link') {
    if (one.target === another.target) return same()
    return renamed(one.target, renaming) === another.target
      ? same('store-path')
      : different('', `a link to ${one.target}`, `a link to ${another.target}`)
  }
  const verdict = await compareFiles(products)
  if (verdict.kind === 'same') return verdict
  if (isInterface(products.onTop)) return compareShown(products)
  if (isHaddockInterface(products.onTop)) return same('documentation')
  if (!isRegistration(products.onTop)) return (await compareSettled(products)) ?? verdict
  const [ours, theirs] = await Promise.all([
    readFile(products.onTop, 'utf8'),
    readFile(products.plain, 'utf8'),
  ])
  return compareRegistrations(ours, theirs, { renaming, interfaces }) ?? verdict
}

type Files = Pick<Products, 'onTop' | 'plain' | 'renaming'>

async function compareFiles({ onTop, plain, renaming, scratch }: Products): Promise<Verdict> {
  const verdict = await compareAsTheyAre({ onTop, plain, renaming })
  if (verdict.kind === 'same' || !(await withPair({ onTop, plain }, bothGzip))) return verdict
  const unpacked = await withUnpacked([onTop, plain], scratch, ([one, other]) =>
    compareAsTheyAre({ onTop: one, plain: other, renaming }),
  )
  // What is the same unpacked, byte for byte, was packed in another way.
  return unpacked === undefined || (unpacked.kind === 'same' && unpacked.rules.size === 0)
    ? verdict
    : inside('unpacked', unpacked)
}

const compareAsTheyAre = ({ renaming, ...paths }: Files) =>
  withPair(paths, (pair) => compareContents(pair, renaming))

const bothGzip = ({ onTop, plain }: Pair) => isGzip(onTop) && isGzip(plain)

async function withPair<T>(
  { onTop, plain }: Pick<Products, 'onTop' | 'plain'>,
  work: (pair: Pair) => T,
): Promise<T> {
  const [ours, theirs] = await Promise.all([stat(onTop), stat(plain)])
  return withFile(
    onTop,
    (one) => withFile(plain, (other) => work({ onTop: one, plain: other }), theirs.size),
    ours.size,
  )
}

/** Pages of documentation; undefined if they are none, or differ in something else. */
async function compareSettled({ onTop, plain, renaming }: Products): Promise<Verdict | undefined> {
  const settle = settlingOf(onTop)
  if (settle === undefined) return undefined
  const settled = async (file: string) =>
    bytesOf(Buffer.from(settle(await readFile(file, 'latin1')), 'latin1'))
  const verdict = compareBytes({ onTop: await settled(onTop), plain: await settled(plain) }, renaming)
  return verdict.kind === 'same' ? together([verdict, same('documentation')]) : undefined
}

async function compareShown({ onTop, plain, renaming, showInterface }: Products): Promise<Verdict> {
  const [ours, theirs] = await Promise.all([showInterface(onTop), showInterface(plain)])
  if (ours === undefined || theirs === undefined)
    return { kind: 'unproven', why: 'no GHC of the build is here to show the interface' }
  return compareInterfaces(ours, theirs, renaming)
}

const isInterface = (file: string) => /[.](?:\w+_)?hi$/.test(file)
const isRegistration = (file: string) => /(?:^|\/)package[.]conf[.]d\/[^/]+[.]conf$/.test(file)

function summed(verdicts: ReadonlyMap<string, Verdict>): Compared {
  const all = [...verdicts].sort(([one], [other]) => (one < other ? -1 : 1))
  return {
    files: all.length,
    rules: new Set(all.flatMap(([, one]) => (one.kind === 'same' ? [...one.rules] : []))),
    differences: all.flatMap(([file, one]) => (one.kind === 'different' ? [{ file, ...one.place }] : [])),
    unproven: all.flatMap(([file, one]) => (one.kind === 'unproven' ? [{ file, why: one.why }] : [])),
  }
}

/** The ids of the packages that are registered in a store path; none if it is not there. */
export async function registeredPackages(root: string): Promise<readonly string[]> {
  const tree = await readTree(root).catch((): Tree => new Map())
  return [...tree.keys()].filter(isRegistration).map((file) => file.replace(/^.*\/|[.]conf$/g, ''))
}
