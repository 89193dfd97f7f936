import { accountOf, type Call, ofDerivation, type Run, sumOf } from '../../bench/monolith/account.ts'
import type { Stamped } from '../../bench/monolith/marks.ts'
import { accountChart, accountTable, timesTable } from '../../bench/monolith/page.ts'
import { medianAccount, type Sample, shown, spreadOf } from '../../bench/monolith/samples.ts'

const call = (start: number, end: number, text: string): Call => ({ start, end, text })
const stamped = (at: number, content: object): Stamped => ({ at, line: `@nix ${JSON.stringify(content)}` })
const drv = `/nix/store/${'a'.repeat(32)}-p-1.0.drv`

const lines = [
  stamped(10, { action: 'start', id: 1, type: 105, fields: [drv] }),
  stamped(12, { action: 'result', id: 1, type: 104, fields: ['installPhase'] }),
  stamped(15, { action: 'msg', msg: `builder process for '${drv}' finished` }),
  stamped(17, { action: 'stop', id: 1 }),
]
const run: Run = {
  start: 0,
  end: 20,
  lines,
  calls: [
    call(1, 3, 'eval --json .#p'),
    // At the same time as the one before.
    call(2, 5, 'path-info --derivation --json .#p'),
    call(6, 7, 'store add --name x'),
    call(8, 18, 'build --log-format internal-json -v .#p'),
  ],
}

describe('the account of a run', () => {
  it('tells calls of Nix and the parts of the build', () => {
    expect(accountOf(run, 'p-1.0')).toEqual([
      ['before: no call of Nix', 3],
      ['before: nix eval', 2],
      ['before: nix path-info --derivation', 2],
      ['before: nix store add', 1],
      ['before: nix build', 2],
      ['start of the builder', 2],
      ['install', 3],
      ['hash and register', 2],
      ['after: nix build', 1],
      ['after: no call of Nix', 2],
    ])
  })

  it('adds up to the run', () => {
    const account = accountOf(run, 'p-1.0')
    expect(sumOf(account)).toBe(20)
    expect(sumOf(ofDerivation(account))).toBe(7)
  })

  it('knows calls alone where nothing was built', () => {
    const account = accountOf({ ...run, lines: [] }, 'p-1.0')
    expect(sumOf(account)).toBe(20)
    expect(new Map(account).get('nix build')).toBe(10)
  })
})

const sample = (kind: Sample['kind'], seconds: number, edit = 'leaf'): Sample => ({
  kind,
  edit,
  seconds,
  compiled: kind === 'plain' ? 60 : 1,
  account: [
    ['install', seconds - 1],
    [kind === 'plain' ? 'configure' : 'tests', 1],
  ],
})
const samples = [
  sample('full', 100, ''),
  sample('incremental', 9),
  sample('incremental', 11),
  sample('incremental', 10),
  sample('plain', 40),
  sample('warm', 5),
]

describe('what is made of samples', () => {
  it('says median and range', () => {
    expect(shown(spreadOf([11, 9, 10]))).toBe('10.0 s (9.0–11.0)')
    expect(shown(spreadOf([9]))).toBe('9.0 s')
    expect(shown(spreadOf([]))).toBe('')
  })

  it('has a median of each entry', () => {
    const [first, , third] = samples.slice(1, 4)
    expect(medianAccount([first!, third!, { ...first!, account: [['other', 3]] }])).toEqual([
      ['install', 8],
      ['tests', 1],
      ['other', 0],
    ])
  })

  it('compares with the plain build and with the limit', () => {
    const [, , row] = timesTable(samples, new Map([['leaf', 'a body']])).split('\n')
    expect(row).toBe('| leaf: a body | 1 of 60 | 10.0 s (9.0–11.0) | 40.0 s | 5.0 s | 4.0× | 50 % |')
  })

  it('shows accounts side by side, with sums', () => {
    expect(accountTable(samples, 'leaf').split('\n').slice(2)).toEqual([
      '| install | 99.00 | 39.00 | 9.00 | 4.00 |',
      '| configure |  | 1.00 |  |  |',
      '| tests | 1.00 |  | 1.00 | 1.00 |',
      '| **the derivation** | 100.00 | 40.00 | 10.00 | 5.00 |',
      '| **in all** | 100.00 | 40.00 | 10.00 | 5.00 |',
    ])
  })

  it('draws what is outside of the derivation as one piece', () => {
    const outside: Sample = {
      ...sample('incremental', 9),
      account: [
        ['before: nix eval', 1],
        ['before: nix build', 2],
        ['install', 4],
        ['after: nix copy', 5],
      ],
    }
    const picture = accountChart([outside], 'leaf')
    expect([...picture.matchAll(/<title>([^<]*: [^<]* s)<\/title>/g)].map(([, text]) => text)).toEqual([
      'before the derivation: 3.0 s',
      'install: 4.0 s',
      'after the derivation: 5.0 s',
    ])
  })
})
