import { cpSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createSample, type Sample, type SampleOptions } from '../sample/project.mjs'
import { moduleFile, packageFiles } from './haskell.ts'
import { basePackages, type Package } from './packages.ts'

/** A git repository with twelve Haskell packages that depend on one another, and a wrapper, an image and checks above. */
export interface Monorepo extends Pick<Sample, RepositoryMembers> {
  /** As the package is at the base. */
  package(name: string): Package
  /** Writes a package's files anew, as the table of packages describes it. What else is in its directory stays. */
  writePackage(package_: Package): void
  /** Removes a file or directory. */
  remove(path: string): void
  /** The body of `value` of a module: its interface stays as it is. */
  changeBody(module: string): void
  /** What a module exports. */
  changeInterface(module: string): void
}

type RepositoryMembers =
  | 'directory'
  | 'git'
  | 'write'
  | 'edit'
  | 'commit'
  | 'merge'
  | 'branch'
  | 'checkout'
  | 'pretendGhc'

const template = fileURLToPath(new URL('template', import.meta.url))

/** Writes it into `directory`, on branch `main`, and commits nothing yet. */
export function createMonorepo(directory: string, options: Pick<SampleOptions, 'ghc'> = {}): Monorepo {
  return intoMonorepo(createSample(directory, { ...options, modules: 1 }))
}

/** Puts the monorepo in the place of a sample project that nothing of is committed yet. */
export function intoMonorepo(sample: Sample): Monorepo {
  const { directory, git, write, edit, commit, merge, branch, checkout, pretendGhc } = sample
  for (const name of readdirSync(directory)) {
    if (name !== '.git' && name !== 'nixpkgs') rmSync(join(directory, name), { recursive: true })
  }
  cpSync(template, directory, { recursive: true })

  const writePackage = (package_: Package) => {
    const at = `packages/${package_.name}`
    for (const name of ['src', 'app', 'test'])
      rmSync(join(directory, at, name), { recursive: true, force: true })
    for (const [path, text] of Object.entries(packageFiles(package_))) write(path, text)
  }
  const editModule = (module: string, change: (text: string) => string) => {
    const owner = basePackages.find(({ library, executable = [] }) =>
      [...library, ...executable].some(({ name }) => name === module),
    )
    if (owner === undefined) throw new Error(`no package has a module ${module}`)
    const inLibrary = owner.library.some(({ name }) => name === module)
    edit(moduleFile(owner.name, module, inLibrary ? 'src' : 'app'), change)
  }

  basePackages.forEach(writePackage)
  return {
    ...{ directory, git, write, edit, commit, merge, branch, checkout, pretendGhc },
    package(name) {
      const found = basePackages.find((package_) => package_.name === name)
      if (found === undefined) throw new Error(`there is no package ${name}`)
      return found
    },
    writePackage,
    remove: (path) => rmSync(join(directory, path), { recursive: true }),
    changeBody: (module) => editModule(module, (text) => text.replace(/seed = (\d+)/, 'seed = 1$1')),
    changeInterface: (module) => editModule(module, (text) => text.replace('One | Two', 'One | Two | Three')),
  }
}
