/**
 * A C program that has in it what compilers read without a word: how each of its files is compiled depends on something
 * else. The same sources for each kind of build.
 */

export type Kind = 'cmake-ninja' | 'cmake-make' | 'autotools' | 'make-recorded' | 'make-bare'
export const kinds: readonly Kind[] = ['cmake-ninja', 'cmake-make', 'autotools', 'make-recorded', 'make-bare']

/** By paths. A text with `-> ` in front is the target of a link; null is no file. */
export type Files = Readonly<Record<string, string | null>>

/** How many files there are that include `part0.h` to `part2.h` in turn; C_PARTS says so for a large program. */
export const parts = Number(process.env.C_PARTS ?? 9)
const partNames = Array.from({ length: parts }, (_, index) => `part${index}`)

/** Each defines a function of its name, which returns a text. */
export const members = [
  ...partNames,
  'shadow',
  'maybe',
  'linked',
  'level',
  'embed',
  'generated',
  'installed',
  'dependent',
  'dated',
]

const returns = (name: string, text: string, head = '') =>
  `${head}const char *${name}(void) { return ${text}; }\n`

export function partSource(index: number, text = 'base'): string {
  return returns(`part${index}`, `"${text}${index} " TEXT`, `#include "part${index % 3}.h"\n`)
}
export const header = (index: number, text = 'header') => `#define TEXT "${text}${index}"\n`

const embed = `__asm__(".pushsection .rodata\\nblob: .incbin \\"data.txt\\"\\n.byte 0\\n.popsection");
extern const char blob[] __asm__("blob");
const char *embed(void) { return blob; }
`

/** Prints what each of these says. */
export function mainSource(names: readonly string[]): string {
  const lines = (line: (name: string) => string) => names.map(line).join('\n')
  return `#include <stdio.h>
${lines((name) => `const char *${name}(void);`)}
int main(void) {
${lines((name) => `  puts(${name}());`)}
  return 0;
}
`
}

const sources: Files = {
  'README.md': 'A sample.\n',
  ...Object.fromEntries(partNames.map((name, index) => [`src/${name}.c`, partSource(index)])),
  ...Object.fromEntries([0, 1, 2].map((index) => [`include/part${index}.h`, header(index)])),
  'src/shadow.c': returns('shadow', 'SHADOW', '#include <shadow.h>\n'),
  'include2/shadow.h': '#define SHADOW "second"\n',
  'src/maybe.c': returns(
    'maybe',
    'MAYBE',
    '#if __has_include("perhaps.h")\n#include "perhaps.h"\n#else\n#define MAYBE "no"\n#endif\n',
  ),
  'src/linked.c': returns('linked', 'LINKED', '#include "linked.h"\n'),
  'include/linked.h': '-> ../variants/one.h',
  'variants/one.h': '#define LINKED "one"\n',
  'variants/two.h': '#define LINKED "two"\n',
  'src/level.c': returns('level', 'LEVEL'),
  'src/embed.c': embed,
  'data.txt': 'data',
  'src/generated.c': returns('generated', 'GENERATED', '#include "generated.h"\n'),
  'generated.txt': 'words',
  'src/installed.c': returns('installed', 'INSTALLED'),
  'src/dependent.c': returns('dependent', 'DEPENDENT', '#include <dependency.h>\n'),
  'src/dated.c': returns('dated', '__DATE__'),
  'src/main.c': mainSource(members),
}

/** Where nothing is written down, a header is there that is generated otherwise, and no date. */
export function sourcesOf(kind: Kind): Files {
  if (kind !== 'make-bare') return sources
  return {
    ...sources,
    'src/dated.c': returns('dated', '"today"'),
    'include/generated.h': '#define GENERATED "words"\n',
  }
}

export interface Options {
  readonly members: readonly string[]
  /** In which directory a member is, other than `src`. */
  readonly places: Readonly<Record<string, string>>
  /** Flags of all, and of `level.c`. */
  readonly flags: string
  readonly level: string
}
export const ordinary: Options = { members, places: {}, flags: '-O1', level: 'one' }

/** The files that say how it is built. */
export function description(kind: Kind, { members, places, flags, level }: Options): Files {
  const files = ['main', ...members].map((name) => `${places[name] ?? 'src'}/${name}.c`)
  switch (kind) {
    case 'cmake-ninja':
    case 'cmake-make':
      return {
        'CMakeLists.txt': `cmake_minimum_required(VERSION 3.10)
project(app C)
set(CMAKE_EXE_LINKER_FLAGS -Wl,--build-id=none)
set(CMAKE_C_FLAGS_RELEASE "${flags}")
add_custom_command(OUTPUT generated.h DEPENDS generated.txt
  COMMAND sh \${CMAKE_SOURCE_DIR}/generate.sh \${CMAKE_SOURCE_DIR}/generated.txt > generated.h VERBATIM)
add_executable(app ${files.join(' ')} "src/a name.c" generated.h)
target_include_directories(app PRIVATE include include2 \${CMAKE_BINARY_DIR})
target_compile_options(app PRIVATE -Wa,-I\${CMAKE_SOURCE_DIR})
set_source_files_properties(src/level.c PROPERTIES COMPILE_DEFINITIONS "LEVEL=\\"${level}\\"")
set_source_files_properties(src/installed.c PROPERTIES COMPILE_DEFINITIONS "INSTALLED=\\"\${CMAKE_INSTALL_PREFIX}\\"")
install(TARGETS app DESTINATION bin)
`,
        'generate.sh': generate,
        'src/a name.c': 'int a_name;\n',
      }
    case 'autotools':
      return {
        'configure.ac': `AC_INIT([app], [1.0])
AM_INIT_AUTOMAKE([foreign subdir-objects])
AC_PROG_CC
AC_CONFIG_HEADERS([config.h])
AC_CONFIG_FILES([Makefile])
AC_OUTPUT
`,
        'Makefile.am': `bin_PROGRAMS = app
AM_LDFLAGS = -Wl,--build-id=none
AM_CFLAGS = ${flags} -Wa,-I$(srcdir)
AM_CPPFLAGS = -I$(srcdir)/include -I$(srcdir)/include2 -DLEVEL='"${level}"' -DINSTALLED='"$(prefix)"'
app_SOURCES = ${files.join(' ')}
nodist_app_SOURCES = generated.h
BUILT_SOURCES = generated.h
CLEANFILES = generated.h
generated.h: $(srcdir)/generated.txt
\tsh $(srcdir)/generate.sh $(srcdir)/generated.txt > generated.h
`,
        'generate.sh': generate,
      }
    case 'make-recorded':
    case 'make-bare':
      return {
        Makefile: `CFLAGS = ${flags} -Iinclude -Iinclude2 -I. -Wa,-I.
OBJECTS = ${files.map((file) => file.replace(/c$/, 'o')).join(' ')}
app: $(OBJECTS)
\t$(CC) -Wl,--build-id=none -o $@ $(OBJECTS)
${kind === 'make-recorded' ? 'CFLAGS += -MD -MP\n-include $(OBJECTS:.o=.d)\n' : ''}src/level.o: CFLAGS += -DLEVEL='"${level}"'
src/installed.o: CFLAGS += -DINSTALLED='"$(out)"'
${kind === 'make-recorded' ? `src/generated.o: generated.h\ngenerated.h: generated.txt\n\tsh generate.sh generated.txt > generated.h\n` : ''}install: app
\tmkdir -p $(out)/bin
\tcp app $(out)/bin
`,
        'generate.sh': generate,
      }
  }
}

const generate = 'echo "#define GENERATED \\"$(cat "$1")\\""\n'

/** Nix code of the package, with `extra` attributes. */
export function packageOf(name: string, kind: Kind, source: string, extra = ''): string {
  const tools = {
    'cmake-ninja': 'pkgs.cmake pkgs.ninja',
    'cmake-make': 'pkgs.cmake',
    autotools: 'pkgs.autoreconfHook',
    'make-recorded': '',
    'make-bare': '',
  }[kind]
  return `pkgs.stdenv.mkDerivation ({
    pname = "${name}";
    version = "1.0";
    src = ${source};
    nativeBuildInputs = [ ${tools} ];
    buildInputs = [ dependency ];
  } // { ${extra} })`
}
