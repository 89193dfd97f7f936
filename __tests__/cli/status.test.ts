import { type Status, statusLine } from '../../src/cli/status.ts'
import type { Work } from '../../src/lib/log.ts'

const work = (more: Partial<Work>): Work => ({
  name: 'core-1.0',
  phase: undefined,
  seconds: 10,
  modulesCompiled: 0,
  modulesTotal: 0,
  fullSeconds: undefined,
  ...more,
})
const status = (works: readonly Partial<Work>[], more: Partial<Status> = {}): Status => ({
  phase: 'Build HEAD',
  elapsed: 12.4,
  works: works.map(work),
  ...more,
})

const cases: [string, Status][] = [
  ['[0 s] ', status([], { phase: '', elapsed: 0 })],
  ['[12 s] Plan', status([], { phase: 'Plan' })],
  ['[12 s] Build HEAD, core-1.0', status([{}])],
  ['[1 h 2 min] Build HEAD, core-1.0 (configure)', status([{ phase: 'configurePhase' }], { elapsed: 3720 })],
  [
    '[12 s] Build HEAD, core-1.0 (build), 3 of 300 modules compiled',
    status([{ phase: 'buildPhase', modulesCompiled: 3, modulesTotal: 300 }]),
  ],
  ['[12 s] Build HEAD, core-1.0, at most 1 min 20 s left', status([{ fullSeconds: 90 }])],
  // Nothing is said of what took longer than it did from scratch.
  ['[12 s] Build HEAD, core-1.0', status([{ fullSeconds: 10 }])],
  ['[12 s] Build HEAD, core-1.0', status([{ fullSeconds: 5 }])],
  // What compiles comes first, then what has been going on for longest.
  [
    '[12 s] Build HEAD, b, 1 of 2 modules compiled, and 2 more',
    status([{ name: 'a', seconds: 99 }, { name: 'b', modulesCompiled: 1, modulesTotal: 2 }, { name: 'c' }]),
  ],
  ['[12 s] Build HEAD, b, and 1 more', status([{ name: 'a' }, { name: 'b', seconds: 11 }])],
  // Names and phases come from builds.
  ['[12 s] Build HEAD, a   b  (c  d)', status([{ name: '\x1b[2Ja\r\n\tb\u202e', phase: 'c\x07\x9bd' }])],
]
it.each(cases)('%s', (line, given) => {
  expect(statusLine(given, 200)).toBe(line)
})

it.each([
  [40, '[12 s] Build HEAD, core-1.0, at most 1 …'],
  [10, '[12 s] Bu…'],
  [1, '…'],
])('is cut to %d characters', (width, line) => {
  expect(statusLine(status([{ fullSeconds: 90 }]), width)).toBe(line)
})
