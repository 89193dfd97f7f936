import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createWorkshop, type Outcome, type Workshop } from '../rewriting.ts'
import { description, type Files, type Kind, type Options, packageOf, sourcesOf } from './project.ts'

/** A workshop whose project is the sample program, by one or several kinds of builds. */
export interface CWorkshop extends Workshop {
  /** In which directory packages are built. Without a sandbox, Nix numbers their own after what else is there. */
  buildIn(name: string): void
  /** Makes these packages the project, in this state. */
  lay(kinds: readonly Kind[], state: State): void
}

export interface State {
  readonly options: Options
  /** In place of the ordinary ones, and of the description's. */
  readonly files?: Files
  /** Nix code: more attributes. */
  readonly extra?: string
  /** What the package that they depend on says. */
  readonly dependency?: string
}

export function createCWorkshop(): CWorkshop {
  const workshop = createWorkshop()
  const buildIn = (name: string) => {
    const directory = join(workshop.world.directory, name)
    mkdirSync(directory, { recursive: true })
    workshop.world.configure(`build-dir = ${directory}`, 'max-jobs = 1')
  }
  buildIn('here')
  return {
    ...workshop,
    buildIn,
    lay(kinds, { options, files = {}, extra = '', dependency = 'base' }) {
      for (const kind of kinds) {
        const directory = join(workshop.directory, kind)
        rmSync(directory, { recursive: true, force: true })
        put(directory, { ...sourcesOf(kind), ...description(kind, options), ...files })
      }
      const packages = kinds.map((kind) => `  ${kind} = ${packageOf(kind, kind, `./${kind}`, extra)};`)
      workshop.write({ 'default.nix': project(packages, dependency) })
    },
  }
}

const project = (packages: readonly string[], dependency: string) => `{ }:
let
  pkgs = import ./nixpkgs { };
  dependency = pkgs.runCommand "dependency" { } ''
    mkdir -p $out/include
    echo '#define DEPENDENT "${dependency}"' > $out/include/dependency.h
  '';
in
{
${packages.join('\n')}
}
`

function put(directory: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    if (text === null) continue
    const file = join(directory, path)
    mkdirSync(dirname(file), { recursive: true })
    if (text.startsWith('-> ')) symlinkSync(text.slice(3), file)
    else writeFileSync(file, text.replace(/^\+x /, ''))
    if (text.startsWith('+x ')) chmodSync(file, 0o755)
  }
}

/** The sources of the objects that the hooks say were compiled, without directories. */
export function compiledIn({ log }: Outcome): readonly string[] {
  const lines = log.matchAll(/^incremental-nix: compiled (.+?)(?: \[.*\])?$/gm)
  return [...lines].map(([, object = '']) => object.replace(/^.*\//, '').replace(/(\.c)?\.o$/, '')).sort()
}

/** Files of the output, with the hash in its own path left out. */
export function contentsOf({ out = '' }: Outcome): ReadonlyMap<string, string> {
  const hash = /[0-9a-z]{32}(?=-)/.exec(out)?.[0] ?? ''
  const files = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return new Map(
    files.map(({ parentPath, name }) => {
      const path = join(parentPath, name)
      return [path.slice(out.length), readFileSync(path, 'latin1').replaceAll(hash, '')]
    }),
  )
}
