import type { Belief, FailedUnit, ReportedError } from '../../graph/index.ts'

/**
 * Whether GHC's errors on top of a full build are those of HEAD's code, so that a build from scratch would end with them
 * too. GHC compares hashes of what a module was compiled from, and so it is right about types and names in a module that
 * it compiled now. It is not believed where anything else may be to blame: what was restored, a file or a program that
 * code at compile time depends on, a linker.
 */
export function believe(failed: FailedUnit): Belief {
  if (failed.phase !== 'buildPhase')
    return doubted(failed.phase === undefined ? 'its phase is not known' : `it failed in ${failed.phase}`)
  if (failed.log.length === 0) return doubted('its log was not kept')
  const suspect = suspects.find(({ pattern }) => failed.log.some((line) => pattern.test(line)))
  if (suspect !== undefined) return doubted(suspect.meaning)
  const doubts = failed.errors.map((error) => doubtOf(error, failed))
  const [first = 'no error of GHC at a line of a source was seen'] = doubts
  return doubts.includes(undefined) ? { believed: true } : doubted(first)
}

const doubted = (because: string): Belief => ({ believed: false, because })

/** In any line of the log. */
const suspects: readonly { readonly pattern: RegExp; readonly meaning: string }[] = [
  {
    pattern: /\bBad interface file\b|\bbad interface\b|mismatched interface file|Something is amiss/i,
    meaning: 'GHC could not read an interface file',
  },
  {
    pattern: /Could not (?:find|load) module|Failed to load interface|not loaded|cannot satisfy -package/i,
    meaning: 'GHC could not find or load a module',
  },
  {
    pattern: /the 'impossible' happened|internal error|\bGHC bug\b|\bpanic!|segmentation fault/i,
    meaning: 'GHC itself broke down',
  },
  {
    pattern:
      /failed in phase|undefined reference|multiple definition|(?:unknown|undefined) symbol|interactive linking|GHC runtime linker|collect2:|\bld(?:\.\w+)?: |cannot open shared object/i,
    meaning: 'a linker or another program that GHC calls failed',
  },
  {
    pattern: /No space left on device|Cannot allocate memory|out of memory|heap exhausted|heap overflow/i,
    meaning: 'memory or disk space ran out',
  },
]

/** Undefined for an error that HEAD's code alone explains. */
function doubtOf(error: ReportedError, { compiled, isOfHead }: FailedUnit): string | undefined {
  const { file, text, quoted } = error
  if (file.startsWith('/') || /(^|\/)(dist|dist-newstyle)\//.test(file)) return `${file} is not a source`
  if (!compiled.has(file)) return `the log does not show that ${file} was compiled`
  // What is wrong with the grammar of a file depends on nothing else, and at its end there is no line to quote.
  const grammar = /^(?:parse|lexical) error\b/.test(text)
  if (quoted === undefined && !grammar) return `the line of ${file} was not quoted`
  if (atCompileTime.test(text) || (quoted !== undefined && isSplice(quoted)))
    return `code that runs at compile time is involved in ${file}`
  if (/\bNB: .* is defined in /s.test(text)) return `GHC saw two packages or modules of one name in ${file}`
  return isOfHead(error) ? undefined : `${file} does not have that line at HEAD`
}

const atCompileTime =
  /compile-time code|compile-time evaluation|\bsplice\b|quasi-?quotation|Template Haskell|\bplugin\b/i

const declaration =
  /^(?:import|module|data|type|newtype|class|instance|deriving|infix[lr]?|foreign|default|pattern|where)\b/

/** Code may be generated there: a splice with or without its sign, or a quasi-quotation. */
function isSplice(line: string): boolean {
  if (/\$\$?[(\w]|\[[\w.']+\||\|\]|(^|[\s([,])''?[A-Z(]/.test(line)) return true
  const topLevel = /^[a-z_]/.test(line) && !declaration.test(line)
  return topLevel && !/(^|\s)(?:=|::|\||<-|->)(\s|$)/.test(line)
}
