/** What the hooks of one package say of its objects; they stand for modules of other languages. */
export interface Objects {
  readonly compiled: readonly {
    readonly name: string
    readonly reason: string | undefined
    readonly file: string
  }[]
  /** How many there are, by `objects`; empty if the hooks said nothing. */
  readonly considered: ReadonlyMap<string, number>
}

/** Takes the log of one derivation line by line. */
export interface ObjectCount {
  feed(line: string): void
  objects(): Objects
}

/** `incremental-nix: compiled build/foo.c.o [its source or a header of it changed]`; a full build gives no reason. */
const compiling = /^incremental-nix: compiled (.+?)(?: \[(.+)\])?$/
const total = /^incremental-nix: \d+ of (\d+) objects were compiled$/

/** See nix/adapters/checkpoint for who prints these lines. */
export function createObjectCount(): ObjectCount {
  const compiled = new Map<string, string | undefined>()
  let considered: number | undefined
  return {
    feed(line) {
      if (!line.startsWith('incremental-nix: ')) return
      const [, object, reason] = compiling.exec(line) ?? []
      if (object !== undefined) compiled.set(object, reason)
      const number = total.exec(line)?.[1]
      if (number !== undefined) considered = Number(number)
    },
    objects: () => ({
      compiled: [...compiled].map(([object, reason]) => ({ name: object, reason, file: object })),
      considered: new Map(considered === undefined ? [] : [['objects', considered]]),
    }),
  }
}
