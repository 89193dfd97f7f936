import { type Narinfo, parseNarinfo } from '../files/narinfo.ts'
import type { LeftOut } from './output.ts'
import { BadEntry, isNarName } from './unpack.ts'

/** What an entry says of its paths. The names in it become names of files and of store paths, so it says nothing else. */

const storeName = /^[0-9a-z]{32}-[0-9A-Za-z+._?=-]{1,211}$/

/** Reads a narinfo whose NAR is beside it. Nix and this action must not read two things out of it. Throws `BadEntry`. */
export function readNarinfo(file: string, text: string): Narinfo {
  const lines = text.split('\n').filter((line) => line !== '')
  const fields = lines.map((line) => /^([A-Za-z]+): /.exec(line)?.[1])
  const single = fields.filter((field) => field !== 'Sig')
  const narinfo = parseNarinfo(file, text)
  const plain =
    narinfo !== undefined &&
    !fields.includes(undefined) &&
    new Set(single).size === single.length &&
    storeName.test(narinfo.name) &&
    file === `${narinfo.name.slice(0, 32)}.narinfo` &&
    isNarName(narinfo.url) &&
    narinfo.references.every((one) => storeName.test(one))
  if (!plain) throw new BadEntry(`its ${file} is none that Nix has written`)
  return narinfo
}

/** Throws `BadEntry`. */
export function readLeftOut(text: string): LeftOut {
  const said = parsed(text)
  const isNames = (one: unknown) =>
    Array.isArray(one) && one.every((name) => typeof name === 'string' && storeName.test(name))
  if (
    typeof said !== 'object' ||
    said === null ||
    !Object.entries(said).every(([name, others]) => storeName.test(name) && isNames(others))
  )
    throw new BadEntry('it does not say what it leaves to others')
  return said as LeftOut
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
