import type { Dice } from '../random-edits/edits.ts'
import { crate, type Files, lockFile, plainMacro, uses, vendored, workspaceFiles } from './workspace.ts'

/** Edits of the sample workspace, one after another, each on top of those before. */
export interface RandomWorkspace {
  /** Returns what it did, and all files that differ from the base after it. */
  edit(): { readonly what: string; readonly files: Files }
}

export function createRandomWorkspace(dice: Dice): RandomWorkspace {
  const files = new Map<string, string | null>()
  const names = Object.keys(uses).filter((name) => name !== 'c2')
  let count = 100
  const ofCrate = (change: (name: string) => Files) => change(dice.one(names))
  const isThere = (path: string) => (files.get(path) ?? workspaceFiles[path] ?? null) !== null

  const edits: readonly (() => Files)[] = [
    () => ofCrate((name) => ({ [`${name}/src/lib.rs`]: crate(name, ++count) })),
    () =>
      ofCrate((name) => ({
        [`${name}/src/lib.rs`]: crate(name, 'own::own()', 'mod own;\n'),
        [`${name}/src/own.rs`]: `pub fn own() -> i64 {\n    ${++count}\n}\n`,
      })),
    () =>
      ofCrate((name) => ({
        [`${name}/src/lib.rs`]: crate(name, ++count),
        ...(isThere(`${name}/src/own.rs`) ? { [`${name}/src/own.rs`]: null } : {}),
      })),
    // A module that moves from one file to another.
    () => {
      const [from, to] = isThere('c2/src/more.rs')
        ? ['c2/src/more.rs', 'c2/src/more/mod.rs']
        : ['c2/src/more/mod.rs', 'c2/src/more.rs']
      return { [from]: null, [to]: `pub fn own() -> i64 {\n    ${++count}\n}\n` }
    },
    () => ({ 'assets/text.txt': `asset ${++count}` }),
    () => ({ 'generated/input.txt': `input ${++count}` }),
    () => ({ 'listed/list.txt': `list ${++count}` }),
    () => ({ 'plain-macro/src/lib.rs': plainMacro(++count) }),
    () => ({ 'README.md': `Words ${++count}\n` }),
    () => vendored('1.0.0', `outer ${++count}`),
    () => ({ 'Cargo.lock': `${lockFile('1.0.0')}# ${++count}\n` }),
  ]

  return {
    edit() {
      const change = dice.one(edits)()
      for (const [path, text] of Object.entries(change)) {
        // What is gone again, and was not there at the base.
        if (text === null && !(path in workspaceFiles)) files.delete(path)
        else files.set(path, text)
      }
      return { what: Object.keys(change).join(', '), files: Object.fromEntries(files) }
    },
  }
}
