import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { HostGhc } from './sample/project.mjs'

/**
 * A compiler for tests of everything around it: a module is "compiled" by keeping a copy of its source, and is compiled
 * again if that differs; the program prints the checksum of all sources. It makes a build take a tenth of a second.
 */
export function standInGhc(directory: string): HostGhc {
  const bin = join(directory, 'stand-in-ghc')
  mkdirSync(bin, { recursive: true })
  const program = (name: string, text: string) =>
    writeFileSync(join(bin, name), `#!/bin/bash\nset -e\n${text}`, { mode: 0o755 })
  for (const name of ['ghc-pkg', 'haddock', 'hsc2hs']) program(name, 'exit 0\n')
  // All that the builder compiles by itself is Setup.hs.
  program('ghc', `cat >Setup <<'END'\n${setup}END\nchmod +x Setup\n`)
  return { version: '9.6.6', bin }
}

const setup = `#!/bin/bash
set -e
case $1 in
  configure)
    mkdir -p dist/build
    for word in "$@"; do case $word in --prefix=*) echo "\${word#*=}" >prefix ;; esac; done
    ;;
  build)
    mkdir -p dist/build
    mapfile -t sources < <(find src app -name '*.hs' | LC_ALL=C sort)
    number=0
    for source in "\${sources[@]}"; do
      number=$((number + 1))
      path=\${source#*/}
      path=\${path%.hs}
      object=dist/build/$path
      if cmp -s "$source" "$object.o"; then continue; fi
      reason=
      if [[ -e $object.o ]]; then reason=' [Source file changed]'; fi
      echo "[$number of \${#sources[@]}] Compiling \${path//\\//.} ( $source, $object.o, $object.dyn_o )$reason"
      mkdir -p "$(dirname "$object")"
      cp --no-preserve=mode "$source" "$object.o"
      echo interface >"$object.hi"
    done
    # So that a NAR of it takes more than one packet.
    if [[ ! -e dist/build/data ]]; then
      for n in $(seq 4000); do echo $((n * n * 7919 % 1000003)); done >dist/build/data
    fi
    echo "#!/bin/sh
echo $(cat "\${sources[@]}" | cksum)" >dist/build/program
    ;;
  install | copy)
    mkdir -p "$(<prefix)/bin"
    cp dist/build/program "$(<prefix)/bin/sample"
    chmod +x "$(<prefix)/bin/sample"
    ;;
  register) echo 'id: sample' >"\${2#*=}" ;;
esac
`
