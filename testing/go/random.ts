import type { Dice } from '../random-edits/edits.ts'
import { dependency, type Files, header, imports, packageOf } from './module.ts'

/** Edits of the sample module, one after another, each on top of those before. */
export interface RandomModule {
  /** Returns what it did, and what the files are after it. */
  edit(): { readonly what: string; readonly files: Files }
}

export function createRandomModule(dice: Dice): RandomModule {
  const files = new Map<string, string | null>()
  const names = Object.keys(imports)
  let count = 100

  const edits: readonly (() => Files)[] = [
    () => ofPackage((name) => ({ [`${name}/${name}.go`]: packageOf(name, ++count) })),
    () =>
      ofPackage((name) => ({
        [`${name}/${name}.go`]: packageOf(name, 'own()', `\nfunc own() int { return ${++count} }\n`),
      })),
    () =>
      ofPackage((name) => ({
        [`${name}/added.go`]: `package ${name}\n\nfunc init() { println("added to ${name}", ${++count}) }\n`,
      })),
    () =>
      Object.fromEntries(
        [...files.keys()].filter((path) => path.endsWith('/added.go')).map((path) => [path, null]),
      ),
    () => ({ 'assets/text.txt': `asset ${++count}` }),
    () => ({ 'native/native.h': header(++count) }),
    () => ({ 'native/native.c': `#include "native.h"\nint native(void) { return ${++count} * NATIVE; }\n` }),
    () => ({ 'third_party/dep/dep.go': dependency(`number ${++count}`) }),
    () => ({ 'README.md': `Words ${++count}\n` }),
  ]
  const ofPackage = (change: (name: string) => Files) => change(dice.one(names))

  return {
    edit() {
      const change = dice.one(edits)()
      for (const [path, text] of Object.entries(change)) files.set(path, text)
      return { what: Object.keys(change).join(', ') || 'nothing', files: Object.fromEntries(files) }
    },
  }
}
