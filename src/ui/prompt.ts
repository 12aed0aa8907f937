import type { Key } from './decode.ts';
import { noticed, popped, pushed, threadView } from './go.ts';
import { searched } from './jump.ts';
import { checkHere } from './running.ts';
import { type Prompt, type State, type Step, topView, viewOf, withTop } from './state.ts';

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
  return { ...state, prompt: { kind, text: kind === 'filter' ? view.filter : '', before: view.filter } };
}

/** A key while a line is typed. */
export function typed(state: State, prompt: Prompt, key: Key): Step {
  if (key === 'Enter') return entered({ ...state, prompt: undefined }, prompt);
  if (key === 'Esc' || key === 'Ctrl-c') return still(narrowed({ ...state, prompt: undefined }, prompt, prompt.before));
  if (key === 'Tab' && prompt.kind === 'command') return still(retyped(state, prompt, completed(prompt.text)));
  const text = edited(prompt.text, key);
  if (text === undefined) return still(state);
  if (key === 'Backspace' && prompt.text === '')
    return still(narrowed({ ...state, prompt: undefined }, prompt, prompt.before));
  return still(retyped(state, prompt, text));
}

function still(state: State): Step {
  return { state, effects: [] };
}

/** The text after a key; undefined where the key writes nothing. */
function edited(text: string, key: Key): string | undefined {
  if (key === 'Backspace') return [...text].slice(0, -1).join('');
  if (key === 'Ctrl-u') return '';
  if (key === 'Ctrl-w') return text.replace(/\S+\s*$/, '');
  return [...key].length === 1 ? text + key : undefined;
}

function retyped(state: State, prompt: Prompt, text: string): State {
  return narrowed({ ...state, prompt: { ...prompt, text } }, prompt, text);
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
      return still(state);
    case 'find':
      return still(text.trim() === '' ? state : pushed(state, viewOf({ screen: 'search', query: text.trim() })));
    case 'command':
      return commanded(state, text.trim());
  }
}

/** The commands that can be typed: the command line's own verbs. */
const COMMANDS: Readonly<Record<string, (state: State, rest: string) => Step>> = {
  threads: (state, rest) => still(pushed(state, { ...viewOf({ screen: 'threads' }), filter: options(rest) })),
  claims: (state, rest) =>
    still(pushed(state, { ...viewOf({ screen: 'claims', threadId: undefined }), filter: options(rest) })),
  search: (state, rest) => entered(state, { kind: 'find', text: rest, before: '' }),
  show: (state, rest) =>
    still(
      rest === ''
        ? noticed(state, ':show wants a Message-ID, or the id of a claim', 'error')
        : pushed(state, threadView(bareId(rest))),
    ),
  check: checkHere,
  help: (state) => still(helped(state)),
  back: (state) => still(popped(state)),
  quit: (state) => ({ state, effects: [{ kind: 'quit' }] }),
};

function commanded(state: State, text: string): Step {
  const [verb = '', ...rest] = text.split(/\s+/);
  if (verb === '') return still(state);
  const fitting = Object.keys(COMMANDS).filter((name) => name.startsWith(verb));
  const name = fitting.find((one) => one === verb) ?? (fitting.length === 1 ? fitting[0] : undefined);
  const command = name === undefined ? undefined : COMMANDS[name];
  if (command !== undefined) return command(state, rest.join(' '));
  return still(noticed(state, `there is no command ${verb}; there are ${Object.keys(COMMANDS).join(', ')}`, 'error'));
}

/** The screen of keys over the one that is seen. */
export function helped(state: State): State {
  const { place } = topView(state);
  return place.screen === 'help' ? popped(state) : pushed(state, viewOf({ screen: 'help', of: place.screen }));
}

/** Options as the command line has them, `--kind concern`, in the words of filters, `kind:concern`. */
function options(text: string): string {
  return text.replace(/--(\w+)[ =](\S+)/g, '$1:$2');
}

/** A Message-ID without brackets and without the address of lore around it. */
function bareId(text: string): string {
  return text.replace(/^<|>$/g, '').replace(/^https?:\/\/\S+?\/(?:r|all|[\w.-]+)\/([^/]+)\/?$/, '$1');
}

function completed(text: string): string {
  const fitting = Object.keys(COMMANDS).filter((name) => name.startsWith(text));
  return fitting.length === 1 ? `${fitting[0]} ` : text;
}
