import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseBody } from '../../src/body/parse.ts';
import { extractClaims } from '../../src/claims/extract.ts';
import { readArchive } from '../../src/mail/archive.ts';
import { readSubject } from '../../src/thread/subject.ts';

const LIST = join(import.meta.dirname, '..', '..', '..', 'shared', 'mail', 'bench', 'nvdimm.mbox.gz');

describe.skipIf(!existsSync(LIST))('claims of a whole list (needs the archive beside the project)', () => {
  it('are read from every mail in under 200 ms, with evidence that stands in the mail', async () => {
    let slowest = 0;
    let claims = 0;
    for await (const item of readArchive(createReadStream(LIST), LIST)) {
      if (item.kind !== 'message') continue;
      const { message } = item;
      const subject = readSubject(message.subject);
      const isPatch = subject.isPatch && !subject.isReply;
      const parents = isPatch
        ? []
        : message.inReplyTo.map((messageId) => ({ messageId, from: { name: '', email: '' }, isPatch: false }));
      const body = parseBody(message.text);
      const before = performance.now();
      const found = extractClaims({ message, body, anchors: [], isPatch, parents });
      slowest = Math.max(slowest, performance.now() - before);
      claims += found.length;
      for (const { start, end, evidence } of found) {
        expect(message.text.slice(start, end).replace(/\s+/g, ' ').trim()).toBe(evidence);
      }
    }
    expect(claims).toBeGreaterThan(30_000);
    expect(slowest).toBeLessThan(200);
  });
});
