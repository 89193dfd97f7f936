/** How far the compilation of one package went, read off GHC's own lines. */
export interface Modules {
  /** Modules that GHC compiled; one that is compiled again for profiling counts once. */
  readonly compiled: readonly CompiledModule[]
  /** How many modules GHC considered in each component of which it compiled any, by the directory of its products. */
  readonly considered: ReadonlyMap<string, number>
}

export interface CompiledModule {
  readonly name: string
  /** GHC's reason, for example `Source file changed`; undefined on a first build. */
  readonly reason: string | undefined
  /** As GHC names it: relative to the directory of the package. */
  readonly file: string
}

/** `[ 7 of 10] Compiling A.B ( src/A/B.hs, dist/build/A/B.o, dist/build/A/B.dyn_o ) [Source file changed]` */
const compiling =
  /^\[\s*\d+ of\s+(\d+)\] Compiling (\S+)(?: \[boot\])?\s+\( ([^,]+), (\S+?)\.(?:\w+_)?o(?:-boot)?(?:, [^)]*)? \)(?: \[(.+)\])?\s*$/

/** Takes the log of one derivation line by line. */
export interface ModuleCount {
  feed(line: string): void
  modules(): Modules
}

export function createModuleCount(): ModuleCount {
  /** By directory of the products. */
  const components = new Map<string, { considered: number; compiled: Map<string, CompiledModule> }>()
  return {
    feed(line) {
      const match = compiling.exec(line)
      if (match === null) return
      const [, total = '0', name = '', file = '', object = '', reason] = match
      // The build driver (Setup.hs) is compiled outside of dist/build; it is not part of the package.
      if (!object.startsWith('dist/build/')) return
      const directory = object.slice(0, Math.max(0, object.length - name.length))
      const component = components.get(directory) ?? { considered: 0, compiled: new Map() }
      components.set(directory, component)
      component.considered = Math.max(component.considered, Number(total))
      if (!component.compiled.has(object)) component.compiled.set(object, { name, reason, file })
    },
    modules() {
      const found = [...components.values()]
      return {
        compiled: found.flatMap(({ compiled }) => [...compiled.values()]),
        considered: new Map([...components].map(([directory, { considered }]) => [directory, considered])),
      }
    },
  }
}
