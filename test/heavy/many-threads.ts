import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Draft, mbox } from '../ingest/archives.ts';

/** Threads of ten mails each, every mail with a diff quoted or of its own: enough work to be killed in. */
export function archiveIn(folder: string, threads: number): string {
  const drafts: Draft[] = [];
  for (let thread = 0; thread < threads; thread += 1) {
    for (let mail = 0; mail < 10; mail += 1) {
      const references = Array.from({ length: mail }, (_, i) => `${thread}.${i}@example.org`);
      drafts.push({
        id: `${thread}.${mail}@example.org`,
        subject: `${mail === 0 ? '' : 'Re: '}[PATCH] mm: change ${thread}`,
        minute: thread * 10 + mail,
        references,
        text: `I think that this may race with reclaim ${mail}.\n\n---\ndiff --git a/mm/x.c b/mm/x.c\n--- a/mm/x.c\n+++ b/mm/x.c\n@@ -${mail + 1},1 +${mail + 1},1 @@ f\n-\told(${thread});\n+\tnew(${thread});\n`,
      });
    }
  }
  const path = join(folder, 'many.mbox');
  writeFileSync(path, mbox(drafts));
  return path;
}
