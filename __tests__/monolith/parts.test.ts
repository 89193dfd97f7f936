import { type Mark, type Stamped, textsOf, timedBuild } from '../../bench/monolith/marks.ts'
import { type Part, parts, partsOf, partsOfBuild } from '../../bench/monolith/parts.ts'

/** Each a second after the one before. */
const everySecond = (...entries: readonly string[]): readonly Mark[] =>
  entries.map((entry, at) =>
    entry.endsWith('Phase') ? { at: at + 1, phase: entry } : { at: at + 1, text: entry },
  )

const ghc = 'Running: /nix/store/abc-ghc-9.6.6/bin/ghc'
const library = ['Preprocessing library for p-1..', 'Building library for p-1..', 'creating dist/build']
const program = ["Preprocessing executable 'x' for p-1..", "Building executable 'x' for p-1.."]

function secondsOf(...entries: readonly string[]): Readonly<Record<string, number>> {
  const marks = everySecond(...entries)
  return Object.fromEntries(partsOf({ start: 0, marks, end: marks.length + 1 }))
}

describe('the parts of a build', () => {
  it('are the phases of stdenv', () => {
    const phases = [
      'setupCompilerEnvironmentPhase',
      'unpackPhase',
      'patchPhase',
      'compileBuildDriverPhase',
      'configurePhase',
      'buildPhase',
      'checkPhase',
      'haddockPhase',
      'installPhase',
      'fixupPhase',
      'incrementalNixKeepPhase',
      'somebodysPhase',
    ]
    expect(secondsOf(...phases)).toEqual({
      'start of the builder': 2,
      'unpack, patch': 2,
      'compile Setup': 1,
      configure: 1,
      'before the build (restore of products)': 1,
      tests: 1,
      Haddock: 1,
      install: 1,
      'fixup (strip)': 1,
      'keep products': 1,
      'other phases': 1,
    })
  })

  it.each<[string, readonly string[], Partial<Record<Part, number>>]>([
    [
      'compiling a library',
      [
        ...library,
        `${ghc} --make -static -dynamic-too`,
        '[ 3 of 10] Compiling A ( src/A.hs, dist/build/A.o, dist/build/A.dyn_o )',
        '[10 of 10] Compiling B ( src/B.hs, dist/build/B.o, dist/build/B.dyn_o )',
        'Linking...',
      ],
      {
        'library: start of GHC, what depends on what': 1,
        'library: compile': 2,
        'library: archives': 1,
      },
    ],
    [
      'compiling it for profiling, too',
      [
        ...library,
        `${ghc}-9.6.6 --make -static`,
        '[1 of 1] Compiling A ( src/A.hs, dist/build/A.o )',
        `${ghc} --make -fbuilding-cabal-package -prof -fprof-auto-exported`,
        '[1 of 1] Compiling A ( src/A.hs, dist/build/A.p_o )',
      ],
      {
        'library: start of GHC, what depends on what': 1,
        'library: compile': 1,
        'library for profiling: start of GHC': 1,
        'library for profiling: compile': 1,
      },
    ],
    [
      'all that is made of its objects',
      [
        ...library,
        'Linking...',
        'Running: /usr/bin/x86_64-linux-gnu-ar -r dist/build/objs-1/libHSp.a @x.rsp',
        'Running: /bin/ar -r dist/build/objs-1/libHSp_p.a @x.rsp',
        `${ghc} -shared -dynamic -o dist/build/libHSp.so`,
        `${ghc} -staticlib -this-unit-id p`,
        'Running: /bin/ghc-pkg-9.6.6 recache --package-db=dist/package.conf.inplace',
      ],
      {
        'library: archives': 3,
        'library: shared object': 1,
        'library: archive with dependencies': 1,
        'Cabal itself': 4,
      },
    ],
    [
      'compiling a program, and linking it by a second run of GHC',
      [
        ...program,
        `${ghc} --make -no-link -static`,
        '[1 of 1] Compiling Main ( app/x.hs, dist/build/x/x-tmp/Main.o )',
        'Linking...',
        `${ghc} --make -static`,
        '[2 of 2] Linking dist/build/x/x',
      ],
      { 'programs: start of GHC, compile': 2, 'programs: link': 3, 'Cabal itself': 2 },
    ],
    [
      'two programs after each other',
      [...program, `${ghc} --make -no-link`, 'Linking...', ...program, `${ghc} --make -no-link`],
      { 'programs: start of GHC, compile': 2, 'programs: link': 1 },
    ],
  ])('tell %s', (_, lines, expected) => {
    expect(secondsOf('buildPhase', ...lines)).toMatchObject(expected)
  })

  it('are not read off what other phases print', () => {
    const seconds = secondsOf(
      'checkPhase',
      'Linking...',
      `${ghc} --make`,
      '[1 of 1] Compiling A ( A.hs, A.o )',
    )
    expect(seconds).toEqual({ 'start of the builder': 1, tests: 4 })
  })

  it('add up to the whole', () => {
    const lines = ['buildPhase', ...library, `${ghc} --make`, ...program, 'Linking...', 'installPhase', 'x']
    const sum = Object.values(secondsOf(...lines)).reduce((all, one) => all + one, 0)
    expect(sum).toBe(lines.length + 1)
  })
})

const message = (content: object) => `@nix ${JSON.stringify(content)}`
const drv = (name: string) => `/nix/store/${'a'.repeat(32)}-${name}.drv`
const started = (id: number, name: string) =>
  message({ action: 'start', id, type: 105, fields: [drv(name), '', 1, 1] })
const finished = (name: string) =>
  message({ action: 'msg', level: 6, msg: `builder process for '${drv(name)}' finished` })

describe('the build of a derivation', () => {
  const lines = [
    'a line of somebody else',
    started(1, 'other-1.0'),
    started(2, 'p-1.0'),
    message({ action: 'result', id: 2, type: 104, fields: ['buildPhase'] }),
    message({ action: 'result', id: 1, type: 101, fields: ['not ours'] }),
    message({ action: 'result', id: 2, type: 101, fields: ['\u001b[1mours\u001b[0m'] }),
    finished('other-1.0'),
    message({ action: 'stop', id: 1 }),
    finished('p-1.0'),
    '@nix {rubbish',
    message({ action: 'stop', id: 2 }),
  ].map((line, at): Stamped => ({ at, line }))

  it('is told from others that run at the same time', () => {
    const build = timedBuild(lines, 'p-1.0')
    expect(build).toEqual({
      start: 2,
      marks: [
        { at: 3, phase: 'buildPhase' },
        { at: 5, text: 'ours' },
      ],
      finished: 8,
      end: 10,
    })
    expect(textsOf(build!.marks)).toEqual(['ours'])
    expect(partsOfBuild(build!).get('hash and register')).toBe(2)
  })

  it('is none if it did not end', () => {
    expect(timedBuild(lines.slice(0, -1), 'p-1.0')).toBeUndefined()
    expect(timedBuild(lines, 'p-2.0')).toBeUndefined()
  })
})

it('names each part once', () => {
  expect(new Set(parts).size).toBe(parts.length)
})
