import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { playStory, withRecording } from './story.ts';

/** `npm run record`: plays the story in a terminal and writes what is seen into the README. */
const folder = mkdtempSync(join(tmpdir(), 'mmlore-story-'));
const { recording, shell } = await playStory(folder);
shell.end();
rmSync(folder, { recursive: true });
writeFileSync(new URL('../../README.md', import.meta.url), withRecording(recording));
console.log('The recording in README.md is new.');
