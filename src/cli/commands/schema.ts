import { Argument, type Command } from 'commander';
import type { DocumentName } from '../../schema/documents.ts';
import type { Session } from '../context.ts';

const EXAMPLES = `
Examples:
  $ mmlore schema                        the names of all documents
  $ mmlore schema claims                 the form of what \`mmlore claims --json\` prints
  $ mmlore schema claims >claims.schema.json`;

/** `mmlore schema`: the form of the JSON documents that other commands print. */
export async function define(command: Command, session: Session): Promise<void> {
  const { DOCUMENTS, jsonSchema } = await import('../../schema/documents.ts');
  const names = Object.keys(DOCUMENTS) as DocumentName[];
  command
    .description('Print the form of a JSON document that mmlore writes, as JSON Schema.')
    .addArgument(new Argument('[document]', "the name in a document's `schema`; else list the names").choices(names))
    .addHelpText('after', EXAMPLES)
    .action((name: DocumentName | undefined) => {
      session.stdout.write(name === undefined ? `${names.join('\n')}\n` : jsonSchema(name));
    });
}
