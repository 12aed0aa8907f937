import { expect, it } from 'vitest';
import { parseBody } from '../../src/body/parse.ts';
import { deepLeavesOf } from '../../src/body/tree.ts';
import { describeShared, sharedMessages } from '../shared.ts';

describeShared('mail/bench/nvdimm.mbox.gz', () => {
  it('each character of each of the 14,925 texts belongs to exactly one leaf', async () => {
    const messages = await sharedMessages('mail/bench/nvdimm.mbox.gz');
    expect(messages).toHaveLength(14_925);
    const before = process.cpuUsage();
    let characters = 0;
    for (const { messageId, text } of messages) {
      let end = 0;
      for (const { leaf } of deepLeavesOf(parseBody(text))) {
        expect(leaf.position.start.offset, messageId).toBe(end);
        end = leaf.position.end.offset ?? -1;
      }
      expect(end, messageId).toBe(text.length);
      characters += text.length;
    }
    const { user, system } = process.cpuUsage(before);
    process.stdout.write(`bodies: ${messages.length} mails, ${characters} characters, ${(user + system) / 1e6} s\n`);
  });
});
