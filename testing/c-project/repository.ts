import type { Sample } from '../sample/project.mjs'

/** A library that CMake and Ninja build, and a program that make builds with it, each a derivation of its own. */
export const repositoryFile = 'c.nix'

const words = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight']
/** How many objects the library has, and the program. */
export const objects = { words: words.length, app: 4 }

export const wordSource = (word: string, text = word) =>
  `#include "words.h"\n\nconst char *${word}(void)\n{\n    return "${text}";\n}\n`

/** Writes them into the sample's repository. */
export function addCProject(sample: Pick<Sample, 'write'>): void {
  for (const [path, text] of Object.entries(files)) sample.write(path, text)
}

const files: Readonly<Record<string, string>> = {
  [repositoryFile]: `{ }:
let
  pkgs = import ./nixpkgs { };
  words = pkgs.stdenv.mkDerivation {
    pname = "words";
    version = "1.0";
    src = ./words;
    nativeBuildInputs = [ pkgs.cmake pkgs.ninja ];
  };
in
{
  inherit words;
  app = pkgs.stdenv.mkDerivation {
    pname = "app";
    version = "1.0";
    src = ./app;
    buildInputs = [ words ];
    makeFlags = [ "PREFIX=$(out)" ];
  };
}
`,
  'words/CMakeLists.txt': `cmake_minimum_required(VERSION 3.10)
project(words C)
add_library(words STATIC ${words.map((word) => `${word}.c`).join(' ')})
install(TARGETS words DESTINATION lib)
install(FILES words.h DESTINATION include)
`,
  'words/words.h': words.map((word) => `const char *${word}(void);\n`).join(''),
  ...Object.fromEntries(words.map((word) => [`words/${word}.c`, wordSource(word)])),
  'app/Makefile': `CFLAGS = -O1 -MD
OBJECTS = main.o a.o b.o c.o
app: $(OBJECTS)
\t$(CC) -o $@ $(OBJECTS) -lwords
install: app
\tmkdir -p $(PREFIX)/bin
\tcp app $(PREFIX)/bin
-include $(OBJECTS:.o=.d)
`,
  ...Object.fromEntries(
    ['a', 'b', 'c'].map((name, index) => [
      `app/${name}.c`,
      `#include <words.h>\n#include "app.h"\nconst char *${name}(void) { return ${words[index]}(); }\n`,
    ]),
  ),
  'app/app.h': 'const char *a(void);\nconst char *b(void);\nconst char *c(void);\n',
  'app/main.c':
    '#include <stdio.h>\n#include "app.h"\nint main(void)\n{\n    printf("%s %s %s\\n", a(), b(), c());\n    return 0;\n}\n',
}
