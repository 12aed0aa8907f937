// biome-ignore-start lint/correctness/noUnresolvedImports: the SDK names its files by a pattern, which the rule cannot see
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
// biome-ignore-end lint/correctness/noUnresolvedImports: as above
import { onTestFinished } from 'vitest';
import { MMLORE } from './process.ts';

/** What a tool answered. */
export interface Answer {
  readonly text: string;
  readonly isError: boolean;
}

/** A client that talks to `mmlore mcp` in a process of its own. */
export async function connected(home: string) {
  const [command, ...args] = MMLORE;
  const transport = new StdioClientTransport({
    command,
    args: [...args, 'mcp'],
    env: { XDG_DATA_HOME: home },
    stderr: 'pipe',
  });
  const client = new Client({ name: 'test', version: '0' });
  await client.connect(transport);
  onTestFinished(() => client.close());
  const ask = async (name: string, fields: Record<string, unknown>): Promise<Answer> => {
    const { content, isError } = await client.callTool({ name, arguments: fields });
    const [first] = content as { type: string; text: string }[];
    return { text: first?.text ?? '', isError: isError === true };
  };
  return { client, ask, transport };
}
