import { type Command, Option } from 'commander';
import type { Connection } from '../../store/connection.ts';
import { findThing } from '../../store/find.ts';
import { readRaw } from '../../store/raw.ts';
import type { Session } from '../context.ts';
import { withDatabase } from '../database.ts';
import { addFormats, type FormatOptions, screenWidth, writeJson } from '../output.ts';
import { expectDone, Refusal } from '../refusal.ts';
import { painter } from '../style.ts';
import { readView } from '../views.ts';

const EXAMPLES = `
Examples:
  $ mmlore show retract_page_tables           the thread with this in its subject
  $ mmlore show 20230529-x@example.org        a mail; of a patch the diff with the discussion at its lines
  $ mmlore show --patch retract_page_tables   the patch that the thread begins with
  $ mmlore show --raw 20230529-x@example.org  its bytes as they came`;

type ShowOptions = FormatOptions & { readonly raw?: boolean; readonly patch?: boolean };

/** `mmlore show`: one thread, mail, patch, claim or check. */
export function define(command: Command, session: Session): void {
  command
    .description('Show one thread, mail, patch, claim or check.')
    .argument('<id>', "a Message-ID, an archive's URL, the id of a claim or a check, or a part of a thread's subject")
    .option('--patch', 'show the diff of the mail with the discussion at its lines')
    .addOption(new Option('--raw', 'print the bytes of the mail as they came').conflicts(['patch', 'json']));
  addFormats(command, 'json')
    .addHelpText('after', EXAMPLES)
    .action(async (name: string, options: ShowOptions) => {
      await withDatabase(session, 'read', async (connection) => {
        if (options.raw) return writeRaw(session, connection, name);
        const thing = expectDone(await findThing(connection, name));
        const shown = await readView(connection, thing, options.patch === true);
        if (options.json) writeJson(session, shown.name, shown.fields);
        else session.stdout.write(shown.text(painter(session), screenWidth(session)));
      });
    });
}

async function writeRaw(session: Session, connection: Connection, name: string): Promise<void> {
  const { id } = expectDone(await findThing(connection, name));
  const raw = await readRaw(connection, id);
  if (raw === undefined)
    throw new Refusal({
      kind: 'input',
      message: `there are no bytes of ${name}`,
      hint: 'Give the Message-ID of a mail that was read.',
    });
  if (session.stdout.isTTY === true) {
    throw new Refusal({
      kind: 'input',
      message: 'raw mail may hold escape sequences, which a terminal obeys',
      hint: 'Send it to a file or through a pipe.',
    });
  }
  session.stdout.write(raw);
}
