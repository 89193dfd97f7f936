import type { Dice } from '../random-edits/edits.ts'
import { header, type Kind, mainSource, members, ordinary, partSource, parts, sourcesOf } from './project.ts'
import type { State } from './workshop.ts'

/** What people do to a C program, drawn at random. */

type Change = (state: Changing, dice: Dice) => void
interface Changing {
  /** Of the package, by paths; null is one that is gone. */
  readonly files: Record<string, string | null>
  options: State['options']
}

const text = (dice: Dice) => `random ${dice.number(1e6)}`
const textOf = ({ files }: Changing, path: string, kind: Kind) => files[path] ?? sourcesOf(kind)[path] ?? ''

const changes: Readonly<Record<string, Change>> = {
  'a source': ({ files, options }, dice) => {
    const index = dice.number(parts)
    const name = `part${index}`
    if (!options.members.includes(name)) return
    files[`${options.places[name] ?? 'src'}/${name}.c`] = partSource(index, text(dice))
  },
  'a header': ({ files }, dice) => {
    const index = dice.number(3)
    files[`include/part${index}.h`] = header(index, text(dice))
  },
  'a header that another includes': ({ files }, dice) => {
    const index = dice.number(3)
    files['include/inner.h'] = `#define INNER "${text(dice)}"\n`
    files[`include/part${index}.h`] = '#include "inner.h"\n#define TEXT INNER\n'
  },
  'a comment': ({ files }, dice) => {
    files['src/maybe.c'] = `// ${text(dice)}\n${sourcesOf('make-recorded')['src/maybe.c']}`
  },
  'a header in front of another': ({ files }, dice) => {
    files['include/shadow.h'] = `#define SHADOW "${text(dice)}"\n`
  },
  'a header that was asked for': ({ files }, dice) => {
    files['include/perhaps.h'] = `#define MAYBE "${text(dice)}"\n`
  },
  'a header beside the source': ({ files }, dice) => {
    files['src/part1.h'] = header(1, text(dice))
  },
  'a link': ({ files }, dice) => {
    files['include/linked.h'] = `-> ../variants/${dice.one(['one', 'two'])}.h`
  },
  'a link in place of a file': ({ files }) => {
    files['include/part2.h'] = '-> part0.h'
  },
  'what a link leads to': ({ files }, dice) => {
    files['variants/one.h'] = `#define LINKED "${text(dice)}"\n`
  },
  'data that is embedded': ({ files }, dice) => {
    files['data.txt'] = text(dice)
  },
  'what a header is generated from': ({ files }, dice) => {
    files['generated.txt'] = text(dice)
  },
  'what generates it': ({ files }, dice) => {
    files['generate.sh'] = `echo "#define GENERATED \\"${text(dice)} $(cat "$1")\\""\n`
  },
  'a mode': ({ files }) => {
    files['include/part1.h'] = `+x ${(files['include/part1.h'] ?? header(1)).replace(/^(\+x |-> .*)/, '')}`
  },
  'the flags': (state, dice) => {
    state.options = { ...state.options, flags: dice.one(['-O0', '-O2', '-O1 -DNDEBUG']) }
  },
  'the flags of a source': (state, dice) => {
    state.options = { ...state.options, level: text(dice) }
  },
  'another directory': (state) => {
    const { options, files } = state
    if (options.places.part5 !== undefined || !options.members.includes('part5')) return
    files['other/part5.c'] = files['src/part5.c'] ?? partSource(5)
    files['src/part5.c'] = null
    state.options = { ...options, places: { ...options.places, part5: 'other' } }
  },
  'one source less': (state) => {
    const names = state.options.members.filter((name) => name !== 'part8')
    state.files['src/part8.c'] = null
    state.files['src/main.c'] = mainSource(names)
    state.options = { ...state.options, members: names }
  },
  'a source that nobody compiles': ({ files }, dice) => {
    files['src/unused.c'] = `const char *unused = "${text(dice)}";\n`
  },
  'the README': ({ files }, dice) => {
    files['README.md'] = text(dice)
  },
  'a date': ({ files }) => {
    files['src/part7.c'] = partSource(7).replace('TEXT', 'TEXT __DATE__')
  },
  'a source that includes another': ({ files }, dice) => {
    files['src/piece.c'] = `#define PIECE "${text(dice)}"\n`
    files['src/part6.c'] = `#include "piece.c"\nconst char *part6(void) { return PIECE; }\n`
  },
}

/** A state that is one to three changes away from the ordinary one, and their names. */
export function randomState(
  kind: Kind,
  dice: Dice,
): { readonly names: readonly string[]; readonly state: State } {
  const changing: Changing = { files: {}, options: { ...ordinary, members } }
  const names = Array.from({ length: 1 + dice.number(3) }, () => dice.one(Object.keys(changes)))
  for (const name of names) changes[name]?.(changing, dice)
  // A mode stands in front of a text, and a link has none.
  const mode = changing.files['include/part1.h']
  if (mode === '+x ')
    changing.files['include/part1.h'] = `+x ${textOf({ ...changing, files: {} }, 'include/part1.h', kind)}`
  return { names, state: changing }
}
