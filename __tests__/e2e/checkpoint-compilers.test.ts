import { type CWorkshop, createCWorkshop } from '../../testing/c-project/workshop.ts'
import type { Outcome } from '../../testing/rewriting.ts'

/** What compilers can be asked for, each in a package of two sources, of which HEAD has another `b`. */
interface Case {
  /** Of the compiler. */
  readonly flags?: string
  /** Of the makefile. */
  readonly rules?: string
  readonly extension?: 'c' | 'cc'
  /** In place of a makefile. */
  readonly files?: Readonly<Record<string, string>>
  /** What HEAD has in place of another `b`. */
  readonly head?: Readonly<Record<string, string>>
  /** How many objects are compiled, and what the log says of it. */
  readonly compiled: readonly [number, RegExp]
}

const one = [1, /^incremental-nix: not put back: \d, because its source or a header of it changed$/m] as const
const cases: Readonly<Record<string, Case>> = {
  'C++': { extension: 'cc', compiled: one },
  'a library of libtool': {
    files: {
      'configure.ac': `AC_INIT([l], [1])
AM_INIT_AUTOMAKE([foreign])
AC_PROG_CC
AM_PROG_AR
LT_INIT
AC_CONFIG_FILES([Makefile])
AC_OUTPUT
`,
      'Makefile.am': 'lib_LTLIBRARIES = liba.la\nliba_la_SOURCES = a.c b.c\n',
    },
    compiled: one,
  },
  'link-time optimisation': { flags: '-flto', compiled: [2, /0 of 0 objects are put back/] },
  'a precompiled header': {
    flags: '-include h.h',
    rules: 'a.o b.o: h.h.gch\nh.h.gch: h.h\n\t$(CC) -O1 h.h\n',
    compiled: [2, /nothing is put back: the package has precompiled headers or modules/],
  },
  coverage: {
    flags: '--coverage',
    compiled: [2, /nothing is put back: the compiler writes other files beside objects/],
  },
  'debug information of its own': {
    flags: '-g -gsplit-dwarf',
    compiled: [2, /nothing is put back: the compiler writes other files beside objects/],
  },
  'flags from a program': {
    flags: '-DV=\\"$(shell sh ./version.sh)\\"',
    files: { 'version.sh': 'cat number\n', number: '1' },
    head: { number: '2' },
    compiled: [2, /because a file changed that a makefile may read/],
  },
}

const names = Object.keys(cases)
const attribute = (name: string) => `case-${names.indexOf(name)}`

function makefile({ flags = '', rules = '', extension = 'c' }: Case): string {
  const compiler = extension === 'c' ? '$(CC)' : '$(CXX)'
  return `CFLAGS = -O1 -MD ${flags}
CXXFLAGS = $(CFLAGS)
app: a.o b.o
\t${compiler} ${flags} -o $@ a.o b.o
${rules}install: app
\tmkdir -p $(out)/bin
\tcp app $(out)/bin
`
}

function filesOf(one: Case): Readonly<Record<string, string>> {
  const { extension = 'c', files = {} } = one
  return {
    ...('Makefile.am' in files ? {} : { Makefile: makefile(one) }),
    [`a.${extension}`]: '#include "h.h"\nint b(int);\nint main(void) { return b(H) - 1; }\n',
    [`b.${extension}`]: 'int b(int x) { return x; }\n',
    'h.h': '#define H 1\n',
    ...files,
  }
}

const headOf = ({ extension = 'c', head }: Case) =>
  head ?? { [`b.${extension}`]: 'int b(int x) { return x + x; }\n' }

let workshop: CWorkshop
let head: ReadonlyMap<string, Outcome>
let full: ReadonlyMap<string, Outcome>

beforeAll(async () => {
  workshop = createCWorkshop()
  const write = (files: (one: Case) => Readonly<Record<string, string>>) => {
    for (const [name, one] of Object.entries(cases))
      for (const [path, text] of Object.entries(files(one)))
        workshop.write({ [`${attribute(name)}/${path}`]: text })
  }
  const packages = Object.entries(cases).map(
    ([name, { files = {} }]) => `  ${attribute(name)} = pkgs.stdenv.mkDerivation {
    pname = "${attribute(name)}";
    version = "1.0";
    src = ./${attribute(name)};
    nativeBuildInputs = [ ${'Makefile.am' in files ? 'pkgs.autoreconfHook' : ''} ];
  };`,
  )
  workshop.write({
    'default.nix': `{ }:\nlet\n  pkgs = import ./nixpkgs { };\nin\n{\n${packages.join('\n')}\n}\n`,
  })
  write(filesOf)
  full = await workshop.makeFullBuilds()
  write(headOf)
  head = await workshop.buildHead()
}, 600_000)
afterAll(() => workshop.dispose())

it.each(names)('%s: what is compiled, and why', (name) => {
  const [compiled, why] = cases[name]!.compiled
  expect(full.get(attribute(name))?.out).toBeDefined()
  const { out, log = '' } = head.get(attribute(name)) ?? {}
  expect(out).toBeDefined()
  expect(log).toMatch(why)
  expect(log).toContain(`incremental-nix: ${compiled} of 2 objects were compiled`)
})
