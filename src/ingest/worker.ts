import { parentPort } from 'node:worker_threads';
import { handedOver } from './bundle.ts';
import { runTask, type TaskCall, type TaskReply } from './tasks.ts';

/** The entry of a worker thread: takes one task after the other. */

if (parentPort === null) throw new Error('expected to run in a worker thread');
const port = parentPort;

const answer = (reply: TaskReply, buffers: ArrayBuffer[] = []) => port.postMessage(reply, buffers);

let last = Promise.resolve();
port.on('message', (call: TaskCall) => {
  last = last.then(() =>
    runTask(call).then(
      (result) => answer({ id: call.id, ok: true, result }, handedOver(result)),
      (error: unknown) => answer({ id: call.id, ok: false, error }),
    ),
  );
});
