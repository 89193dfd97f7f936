/** All that is printed goes through here; where it goes is for the front to say. */
export interface Log {
  info(text: string): void
  /** What costs the user something, and can be mended. */
  warn(text: string): void
  /** What the user should see, and need not mend. */
  notice(text: string): void
  /** Runs `body` in a part of the log of its own. */
  group<T>(title: string, body: () => Promise<T>): Promise<T>
  /** Lets the output of other programs through line by line. */
  foreign<T>(body: (print: (line: string) => void) => Promise<T>): Promise<T>
  /** The same for that of a build, which tells `watch` how to ask what is being built. */
  build<T>(body: (print: (line: string) => void, watch: Watch) => Promise<T>): Promise<T>
}

export type Watch = (ask: () => readonly Work[]) => void

/** One thing that is being built, as far as it has come. */
export interface Work {
  readonly name: string
  /** Of stdenv; undefined if the builder named none. */
  readonly phase: string | undefined
  /** Since it began. */
  readonly seconds: number
  readonly modulesCompiled: number
  /** 0 if nothing has said how many there are. */
  readonly modulesTotal: number
  /** What it took from scratch, when the full build that it is built on was made; undefined if that is not known. */
  readonly fullSeconds: number | undefined
}

/** Lines on standard error, which leave standard output to results. */
const plainLog: Log = {
  info: (text) => print(text),
  warn: (text) => print(`warning: ${text}`),
  notice: (text) => print(`notice: ${text}`),
  group(title, body) {
    print(title)
    return body()
  },
  foreign: (body) => body(print),
  build: (body) => body(print, () => {}),
}

let log = plainLog

/** Called once, by the front, before anything is printed. */
export function setLog(chosen: Log): void {
  log = chosen
}

export const info: Log['info'] = (text) => log.info(text)
export const warn: Log['warn'] = (text) => log.warn(text)
export const notice: Log['notice'] = (text) => log.notice(text)
export const group: Log['group'] = (title, body) => log.group(title, body)
export const foreign: Log['foreign'] = (body) => log.foreign(body)
export const building: Log['build'] = (body) => log.build(body)

/** The stack of a defect, for those who are to mend it. */
export async function showStack(error: unknown): Promise<void> {
  if (error instanceof Error) await foreign(async (print) => error.stack?.split('\n').forEach(print))
}

function print(line: string): void {
  process.stderr.write(`${line}\n`)
}
