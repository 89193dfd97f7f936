import TestSequencer from '@jest/test-sequencer'

/** Minutes each. Begun last, they would run on one core while the other has nothing left to do. */
const longest = [
  'e2e/revision-property.test.ts',
  'e2e/linux-builder-qemu.test.ts',
  'e2e/builder-fault-table.test.ts',
  'e2e/cache-fault-table-stores.test.ts',
  'e2e/adapter-haskell.test.ts',
  'e2e/monorepo.test.ts',
  'e2e/random-edits.test.ts',
  'e2e/cache-fault-table-github.test.ts',
  'e2e/ladder.test.ts',
]

export default class LongestFirst extends TestSequencer {
  sort(tests) {
    const rank = ({ path }) => longest.findIndex((name) => path.endsWith(name))
    const first = tests.filter((test) => rank(test) >= 0).sort((a, b) => rank(a) - rank(b))
    return [...first, ...super.sort(tests.filter((test) => rank(test) < 0))]
  }
}
