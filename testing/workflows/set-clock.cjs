// Preload (`NODE_OPTIONS=--require=…/set-clock.cjs`): the wall clock of a scripted run. It starts at SCRIPTED_NOW
// (milliseconds since the epoch) and goes on from there; timers are as ever.
const scripted = Number(process.env.SCRIPTED_NOW)
if (scripted > 0) {
  const Real = globalThis.Date
  const offset = scripted - Real.now()
  globalThis.Date = class ScriptedDate extends Real {
    constructor(...args) {
      super(...(args.length === 0 ? [Real.now() + offset] : args))
    }
    static now() {
      return Real.now() + offset
    }
  }
}
