// Preload (`NODE_OPTIONS=--require=…/broken-stream.cjs`): as soon as the program listens for what nobody waited for, an
// event emitter reports an error that nobody listens to.
const { EventEmitter } = require('node:events')

process.on('newListener', (name) => {
  if (name === 'uncaughtException')
    setImmediate(() => new EventEmitter().emit('error', new Error('a stream broke')))
})
