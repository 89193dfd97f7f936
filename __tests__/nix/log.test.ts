import { createBuildLog } from '../../src/nix/log.ts'

const drv = '/nix/store/0123456789abcdfghijklmnpqrsvwxyz-sample-0.1.0.0.drv'
const start = { action: 'start', id: 1, type: 105, fields: [drv, '', 1, 1], text: `building '${drv}'` }
const logLine = (line: string) => ({ action: 'result', id: 1, type: 101, fields: [line] })
const nix = (message: object) => `@nix ${JSON.stringify(message)}`

function feed(...lines: string[]) {
  const log = createBuildLog()
  const printed = lines.flatMap((line) => log.feed(line))
  return { log, printed }
}

describe('createBuildLog', () => {
  it('prefixes log lines with the name of their derivation and drops bookkeeping', () => {
    const { printed } = feed(
      nix(start),
      nix(logLine('\u001b[1mhello\u001b[0m')),
      nix({ action: 'result', id: 1, type: 105, fields: [1, 2, 3, 4] }),
      nix({ action: 'stop', id: 1 }),
      nix(logLine('after the end')),
    )
    expect(printed).toEqual(['building sample-0.1.0.0', 'sample-0.1.0.0> hello'])
  })

  it('shows what is not of Nix, and a line that only looks like it', () => {
    expect(feed('warning: x', '@nix {broken', '').printed).toEqual(['warning: x', '@nix {broken'])
  })

  it('says what is being built, and in which phase', () => {
    const { log } = feed(nix(start), nix({ action: 'result', id: 1, type: 104, fields: ['buildPhase'] }))
    expect(log.running()).toEqual(['sample-0.1.0.0 (buildPhase)'])
    log.feed(nix({ action: 'stop', id: 1 }))
    expect(log.running()).toEqual([])
  })

  it('keeps errors as one line each, and hides what is for debugging Nix', () => {
    const { log, printed } = feed(
      nix({ action: 'msg', level: 0, msg: '\u001b[31;1merror:\u001b[0m builder failed\n  with exit code 1' }),
      nix({ action: 'msg', level: 5, msg: 'copying' }),
    )
    expect(log.errors()).toEqual(['builder failed with exit code 1'])
    expect(printed).toEqual(['error: builder failed', '  with exit code 1'])
  })

  it('counts modules by component, not the build driver, nor profiling twice', () => {
    const { log } = feed(
      nix(start),
      ...[
        '[1 of 2] Compiling Main             ( Setup.hs, /build/tmp.x/Main.o )',
        '[ 1 of 10] Compiling A.B              ( src/A/B.hs, dist/build/A/B.o, dist/build/A/B.dyn_o )',
        '[ 7 of 10] Compiling Turtle.Prelude   ( src/Turtle/Prelude.hs, dist/build/Turtle/Prelude.o ) [Source file changed]',
        '[ 7 of 10] Compiling Turtle.Prelude   ( src/Turtle/Prelude.hs, dist/build/Turtle/Prelude.p_o ) [Source file changed]',
        '[1 of 3] Compiling Main             ( app/Main.hs, dist/build/app/app-tmp/Main.o ) [Turtle.Prelude changed]',
        '[2 of 3] Compiling A.B[boot]        ( src/A/B.hs-boot, nothing )',
        '[3 of 3] Linking dist/build/app/app [Objects changed]',
      ].map((line) => nix(logLine(line))),
    )
    expect(log.modules(drv)).toEqual({
      compiled: [
        { name: 'A.B', reason: undefined, file: 'src/A/B.hs' },
        { name: 'Turtle.Prelude', reason: 'Source file changed', file: 'src/Turtle/Prelude.hs' },
        { name: 'Main', reason: 'Turtle.Prelude changed', file: 'app/Main.hs' },
      ],
      considered: new Map([
        ['dist/build/', 10],
        ['dist/build/app/app-tmp/', 3],
      ]),
    })
    expect(log.modules('other')).toEqual({ compiled: [], considered: new Map() })
  })

  it('times builds', () => {
    let time = 100
    const log = createBuildLog(() => time)
    log.feed(nix(start))
    time = 107.5
    expect(log.seconds(drv)).toBeUndefined()
    log.feed(nix({ action: 'stop', id: 1 }))
    expect(log.seconds(drv)).toBe(7.5)
  })

  // The words of Nix 2.26 and 2.34.
  it.each([
    `error: builder for '${drv}' failed with exit code 1;\n       last 2 log lines:\n       > a\n       > b`,
    `error: Cannot build '${drv}'.\n       Reason: builder failed with exit code 1.\n       Output paths:\n         /nix/store/x`,
  ])('keeps the log of a build that failed (%#)', (msg) => {
    const lines = Array.from({ length: 3500 }, (_, index) => `line ${index}`)
    const phase = (name: string) => nix({ action: 'result', id: 1, type: 104, fields: [name] })
    const { log } = feed(
      nix(start),
      phase('configurePhase'),
      phase('buildPhase'),
      ...lines.map((line) => nix(logLine(line))),
      nix({ action: 'stop', id: 1 }),
      nix({ action: 'msg', level: 0, msg }),
    )
    const [failure] = log.failures()
    expect(failure?.phase).toBe('buildPhase')
    expect(failure?.derivation).toBe(drv)
    expect(failure?.error).toMatch(/^(builder for|Cannot build) .* failed with exit code 1\.?$/)
    expect(failure?.log).toEqual(lines.slice(-1000))
  })

  it('reads what compilers say, by derivation', () => {
    const { log } = feed(
      nix(start),
      nix(logLine('src/A.hs:3:5: warning: [-Wtabs]')),
      nix(logLine('    Tab character found here.')),
      nix(logLine('  |')),
      nix(logLine('3 | \tx')),
    )
    expect(log.diagnostics()).toEqual([
      {
        derivation: drv,
        severity: 'warning',
        file: 'src/A.hs',
        line: 3,
        column: 5,
        flag: '-Wtabs',
        quoted: '\tx',
        text: 'Tab character found here.',
      },
    ])
  })
})
