/** A Go module with what such modules have: packages above one another, C, embedded files, tags, tests, a vendored module. */

/** By their paths in the project; null for none. */
export type Files = Readonly<Record<string, string | null>>

/** Which packages import which; `app` is the program. */
export const imports: Readonly<Record<string, readonly string[]>> = {
  p0: ['p2', 'p3'],
  p1: ['p3', 'p4'],
  p2: ['p5'],
  p3: ['p5', 'p6'],
  p4: ['p6'],
  p5: ['p7'],
  p6: [],
  p7: [],
}

/** One of these packages, whose value is `own` and those of its imports. */
export function packageOf(name: string, own: number | string, more = ''): string {
  const used = imports[name] ?? []
  return `package ${name}

${used.map((other) => `import "example.com/sample/${other}"\n`).join('')}
//go:noinline
func Value() int {
	return ${[String(own), ...used.map((other) => `${other}.Value()`)].join(' + ')}
}
${more}`
}

export const header = (value: number) => `#define NATIVE ${value}\n`

export const dependency = (text: string) => `package dep

// Name tells which of its versions this is.
func Name() string { return "${text}" }
`

const app = `package main

import (
	"os"
	"strconv"

	"example.com/dep"
	"example.com/sample/assets"
	"example.com/sample/native"
	"example.com/sample/p0"
	"example.com/sample/p1"
	"example.com/sample/tagged"
)

var version = "none"

func main() {
	line := func(name, text string) { os.Stdout.WriteString(name + " " + text + "\\n") }
	line("version", version)
	line("values", strconv.Itoa(p0.Value()) + " " + strconv.Itoa(p1.Value()))
	line("assets", assets.Text)
	line("native", strconv.Itoa(native.Value()))
	line("tagged", tagged.Name)
	line("dep", dep.Name())
}
`

/** A test of a package that prints when it runs, and passes only if the value is this one. */
export const testOf = (name: string, value: number) => `package ${name}

import (
	"os"
	"testing"
)

func TestValue(t *testing.T) {
	os.Stdout.WriteString("testing ${name}\\n")
	if Value() != ${value} {
		t.Fatal("not ${value}")
	}
}
`

/** The base. */
export const moduleFiles: Files = {
  'go.mod': `module example.com/sample

go 1.21

require example.com/dep v1.0.0

replace example.com/dep => ./third_party/dep
`,
  'third_party/dep/go.mod': 'module example.com/dep\n\ngo 1.21\n',
  'third_party/dep/dep.go': dependency('one'),
  'app/main.go': app,
  ...Object.fromEntries(
    Object.keys(imports).map((name, index) => [`${name}/${name}.go`, packageOf(name, index + 1)]),
  ),
  'p2/more.go': 'package p2\n\nfunc init() { more = 1 }\n\nvar more int\n',
  'p6/p6_test.go': testOf('p6', 7),
  'p7/p7_test.go': testOf('p7', 8),
  'assets/assets.go': 'package assets\n\nimport _ "embed"\n\n//go:embed text.txt\nvar Text string\n',
  'assets/text.txt': 'asset one',
  'native/native.go': `package native

// #include "native.h"
// int native(void);
import "C"

func Value() int { return int(C.native()) + int(C.NATIVE) }
`,
  'native/native.c': '#include "native.h"\nint native(void) { return 10 * NATIVE; }\n',
  'native/native.h': header(1),
  'tagged/on.go': '//go:build special\n\npackage tagged\n\nconst Name = "special"\n',
  'tagged/off.go': '//go:build !special\n\npackage tagged\n\nconst Name = "ordinary"\n',
  'README.md': 'A sample\n',
}

/** The project's Nix code: modules by the names of their directories, each with further arguments of `buildGoModule`. */
export const projectOf = (modules: Readonly<Record<string, string>>) => `{ }:
let
  pkgs = import ./nixpkgs { };
  module =
    name: src: options:
    pkgs.buildGoModule (
      {
        pname = name;
        version = "1.0";
        inherit src;
        vendorHash = "not looked at";
        excludedPackages = "third_party";
        # For programs that are, byte by byte, what Go made.
        dontStrip = true;
        # Prints what is compiled, and which tests run.
        buildFlags = "-v";
      }
      // options
    );
in
{
${Object.entries(modules)
  .map(([name, options]) => `  ${name} = module "${name}" ./${name} { ${options} };`)
  .join('\n')}
}
`

/** A module of a program that prints by C, whose header is in a directory that is no package. */
export const crossing = (value: number): Files => ({
  'go.mod': 'module example.com/crossing\n\ngo 1.21\n',
  'app/main.go': `package main

// #include "../include/shared.h"
import "C"

func main() { println(int(C.SHARED)) }
`,
  'include/shared.h': `#define SHARED ${value}\n`,
})
