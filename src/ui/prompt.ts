import type { Key } from './decode.ts';
import { queryOfFilter } from './filter.ts';
import { noticed, popped, pushed } from './go.ts';
import { searched } from './jump.ts';
import { partOf } from './panes.ts';
import { type Prompt, type State, type Step, still, topView, viewOf, withTop } from './state.ts';

/** What is shown before the text that is typed. */
export const PROMPT_MARKS: Readonly<Record<Prompt['kind'], string>> = {
  search: '/',
  filter: 'filter: ',
  find: 'find in all mail: ',
  command: ':',
};

/** Opens the line at the bottom; a filter starts from the one that is set. */
export function prompted(state: State, kind: Prompt['kind']): State {
  const view = topView(state);
  return {
    ...state,
    prompt: { kind, text: kind === 'filter' ? view.filter : '', before: view.filter, candidates: [] },
  };
}

/** A key while a line is typed. */
export function typed(state: State, prompt: Prompt, key: Key): Step {
  if (key === 'Enter') return entered({ ...state, prompt: undefined }, prompt);
  if (key === 'Esc' || key === 'Ctrl-c') return still(narrowed({ ...state, prompt: undefined }, prompt, prompt.before));
  if (key === 'Tab' && prompt.kind === 'command') return { state, effects: [{ kind: 'complete', line: prompt.text }] };
  const text = edited(prompt.text, key);
  if (text === undefined) return still(state);
  if (key === 'Backspace' && prompt.text === '')
    return still(narrowed({ ...state, prompt: undefined }, prompt, prompt.before));
  return still(retyped(state, prompt, text));
}

/** The text after a key; undefined where the key writes nothing. */
function edited(text: string, key: Key): string | undefined {
  if (key === 'Backspace') return [...text].slice(0, -1).join('');
  if (key === 'Ctrl-u') return '';
  if (key === 'Ctrl-w') return text.replace(/\S+\s*$/, '');
  return [...key].length === 1 ? text + key : undefined;
}

function retyped(state: State, prompt: Prompt, text: string): State {
  return narrowed({ ...state, prompt: { ...prompt, text, candidates: [] } }, prompt, text);
}

/** A filter works while it is typed. */
function narrowed(state: State, prompt: Prompt, filter: string): State {
  return prompt.kind === 'filter' ? withTop(state, { ...topView(state), filter }) : state;
}

function entered(state: State, { kind, text }: Prompt): Step {
  switch (kind) {
    case 'search':
      return still(
        searched(withTop(state, { ...topView(state), needle: text === '' ? topView(state).needle : text }), 1),
      );
    case 'filter':
      return still(askedAgain(state));
    case 'find':
      return still(text.trim() === '' ? state : pushed(state, viewOf({ screen: 'search', query: text.trim() })));
    case 'command':
      return commanded(state, text.trim());
  }
}

/** Where a filter narrows the newest of many claims only, the whole database is asked for what it can look for. */
function askedAgain(state: State): State {
  const view = topView(state);
  const { place } = view;
  if (place.screen !== 'claims' || partOf(state, place) === undefined) return state;
  const query = { ...place.query, ...queryOfFilter(view.filter) };
  const isNarrower = Object.keys(query).length > Object.keys(place.query).length;
  return isNarrower ? pushed(state, { ...viewOf({ ...place, query }), filter: view.filter, order: view.order }) : state;
}

/** What is typed after `:` that is no command of `mmlore` itself. */
const OWN_COMMANDS: Readonly<Record<string, (state: State) => Step>> = {
  back: (state) => still(popped(state)),
  keys: (state) => still(helped(state)),
  quit: (state) => ({ state, effects: [{ kind: 'quit' }] }),
};

/** A command line of `mmlore`, without its first word; those of the screens themselves can be shortened. */
function commanded(state: State, line: string): Step {
  if (line === '') return still(state);
  const own = Object.entries(OWN_COMMANDS).find(([name]) => name.startsWith(line));
  if (own !== undefined) return own[1](state);
  return { state: noticed(state, `running mmlore ${line}`), effects: [{ kind: 'command', line }] };
}

/** The screen of keys over the one that is seen. */
export function helped(state: State): State {
  const { place } = topView(state);
  return place.screen === 'help' ? popped(state) : pushed(state, viewOf({ screen: 'help', of: place.screen }));
}

/** Completes the last word of the command that is typed, as far as what it may become agrees. */
export function completed(state: State, line: string, found: readonly string[]): State {
  const { prompt } = state;
  if (prompt?.kind !== 'command' || prompt.text !== line) return state;
  const typed = /\S*$/.exec(line)?.[0] ?? '';
  const own = line === typed ? Object.keys(OWN_COMMANDS).filter((name) => name.startsWith(typed)) : [];
  const candidates = [...found, ...own];
  const [first] = candidates;
  if (first === undefined) return state;
  let end = first.length;
  while (!candidates.every((one) => one.startsWith(first.slice(0, end)))) end--;
  const text = line.slice(0, line.length - typed.length) + first.slice(0, end);
  if (candidates.length === 1) return { ...state, prompt: { ...prompt, text: `${text} `, candidates: [] } };
  return { ...state, prompt: { ...prompt, text, candidates } };
}
