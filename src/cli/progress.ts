import { displayLine } from '../display.ts';
import type { Progress } from '../ingest/progress.ts';
import type { Session } from './context.ts';

/** First drawn after this time, then at most this often; where stderr is no terminal, a plain line now and then. */
const FIRST_MS = 250;
const REDRAW_MS = 100;
const LINE_MS = 5000;

const ERASE = '\r\u001b[K';

/** What is shown of work in progress; `clear` removes it again. */
export interface ShownProgress extends Progress {
  checked(done: number, total: number): void;
  clear(): void;
}

/** Shows on stderr how far an ingest or the checks have come. */
export function progressOn(session: Session): ShownProgress {
  const { stderr } = session;
  const isTerminal = stderr.isTTY === true;
  const start = Date.now();
  let last = isTerminal ? start + FIRST_MS - REDRAW_MS : start;
  let drawn = false;

  const say = (text: string) => {
    const now = Date.now();
    if (now - last < (isTerminal ? REDRAW_MS : LINE_MS)) return;
    last = now;
    drawn = isTerminal;
    stderr.write(isTerminal ? `${ERASE}${text.slice(0, (stderr.columns ?? 80) - 1)}` : `${text}\n`);
  };
  const rate = (count: number) => `${Math.round(count / Math.max(0.001, (Date.now() - start) / 1000))} a second`;
  return {
    read: (source, read, messages) =>
      say(`Reading ${displayLine(source.name)}: ${share(read, source.size)}${messages} mails, ${rate(messages)}`),
    derived: (done, total) => say(`Reading threads: ${share(done, total)}${done} of ${total} mails`),
    checked: (done, total) => say(`Checking: ${done} of ${total} threads`),
    clear: () => {
      if (drawn) stderr.write(ERASE);
      drawn = false;
    },
  };
}

function share(done: number, total: number | undefined): string {
  return total === undefined || total === 0 ? '' : `${Math.min(100, Math.floor((100 * done) / total))} %, `;
}
