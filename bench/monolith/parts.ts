import type { Mark, TimedBuild } from './marks.ts'

/** What the time of the build of a Haskell package went to, by what Cabal and GHC say of themselves with -v2. */

/** In the order in which a table shows them. */
export const parts = [
  'start of the builder',
  'unpack, patch',
  'compile Setup',
  'configure',
  'before the build (restore of products)',
  'Cabal itself',
  'library: start of GHC, what depends on what',
  'library: compile',
  'library for profiling: start of GHC',
  'library for profiling: compile',
  'library: archives',
  'library: shared object',
  'library: archive with dependencies',
  'programs: start of GHC, compile',
  'programs: link',
  'tests',
  'Haddock',
  'install',
  'fixup (strip)',
  'keep products',
  'other phases',
  'hash and register',
] as const
export type Part = (typeof parts)[number]

export type Seconds = ReadonlyMap<Part, number>

const phases: Readonly<Record<string, Part>> = {
  setupCompilerEnvironmentPhase: 'start of the builder',
  unpackPhase: 'unpack, patch',
  patchPhase: 'unpack, patch',
  updateAutotoolsGnuConfigScriptsPhase: 'unpack, patch',
  compileBuildDriverPhase: 'compile Setup',
  configurePhase: 'configure',
  buildPhase: 'before the build (restore of products)',
  checkPhase: 'tests',
  haddockPhase: 'Haddock',
  installPhase: 'install',
  fixupPhase: 'fixup (strip)',
  incrementalNixKeepPhase: 'keep products',
}

/** Of a whole build. */
export function partsOfBuild({ start, marks, finished, end }: TimedBuild): Seconds {
  const seconds = new Map(partsOf({ start, marks, end: finished }))
  return seconds.set('hash and register', end - finished)
}

/** The sum is the time from start to end: what begins ends when something else begins. */
export function partsOf(of: { start: number; marks: readonly Mark[]; end: number }): Seconds {
  const seconds = new Map<Part, number>()
  const spend = (part: Part, from: number, to: number) =>
    seconds.set(part, (seconds.get(part) ?? 0) + Math.max(0, to - from))
  let since = of.start
  let now: State = { part: 'start of the builder', phase: '', component: 'library', profiling: false }
  for (const mark of of.marks) {
    const next = after(now, mark)
    if (next.part !== now.part) {
      spend(now.part, since, mark.at)
      since = mark.at
    }
    now = next
  }
  spend(now.part, since, of.end)
  return seconds
}

interface State {
  readonly part: Part
  readonly phase: string
  readonly component: 'library' | 'program'
  /** Whether GHC compiles for profiling now. */
  readonly profiling: boolean
}

function after(state: State, mark: Mark): State {
  if ('phase' in mark) return { ...state, phase: mark.phase, part: phases[mark.phase] ?? 'other phases' }
  return state.phase === 'buildPhase' ? inBuild(state, mark.text) : state
}

/** `Running: /path/to/ghc --make …` */
const runsGhc = /^Running: \S*\/ghc(?:-[\d.]+)? (--make|-shared|-staticlib)\b(.*)/
const runsArchiver = /^Running: \S*\bar /

function inBuild(state: State, text: string): State {
  if (/^(Component build order|Preprocessing |Running: \S*\/ghc-pkg)/.test(text))
    return { ...state, part: 'Cabal itself' }
  if (/^Building library/.test(text)) return { ...state, component: 'library' }
  if (/^Building (executable|test suite|benchmark)/.test(text)) return { ...state, component: 'program' }
  const ghc = runsGhc.exec(text)
  if (ghc?.[1] === '-shared') return { ...state, part: 'library: shared object' }
  if (ghc?.[1] === '-staticlib') return { ...state, part: 'library: archive with dependencies' }
  if (state.component === 'program') {
    if (/^(Linking\.\.\.|\[\d+ of \d+\] Linking )/.test(text)) return { ...state, part: 'programs: link' }
    // It is run once more to link.
    if (ghc !== null && state.part !== 'programs: link')
      return { ...state, part: 'programs: start of GHC, compile' }
    return state
  }
  if (ghc !== null) {
    const profiling = / -prof /.test(ghc[2] ?? '')
    return {
      ...state,
      profiling,
      part: profiling ? 'library for profiling: start of GHC' : 'library: start of GHC, what depends on what',
    }
  }
  if (/^\[ *\d+ of +\d+\] Compiling /.test(text))
    return { ...state, part: state.profiling ? 'library for profiling: compile' : 'library: compile' }
  if (/^Linking\.\.\./.test(text) || runsArchiver.test(text)) return { ...state, part: 'library: archives' }
  return state
}
