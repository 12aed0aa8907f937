import { expect, test } from 'vitest';
import { bareTitle, readSubject } from '../../src/thread/subject.ts';

/** What a subject says, in short: `v2 3/9 RFC RESEND Re {prefixes} title`. */
function inShort(subject: string): string {
  const { isPatch, version, part, parts, isRfc, isResend, isReply, prefixes, title } = readSubject(subject);
  const words = [
    isReply && 'Re',
    isPatch ? 'patch' : 'mail',
    version !== undefined && `v${version}`,
    part !== undefined && `${part}/${parts ?? 'n'}`,
    isRfc && 'RFC',
    isResend && 'RESEND',
    prefixes.length > 0 && `{${prefixes.join(' ')}}`,
    `"${title}"`,
  ];
  return words.filter((word) => word !== false).join(' ');
}

test.each([
  ['[PATCH] mm: x', 'patch "mm: x"'],
  ['[PATCH 0/9] x', 'patch 0/9 "x"'],
  ['[PATCH 00/33 v6] x', 'patch v6 0/33 "x"'],
  ['[PATCH v3 01/27] x', 'patch v3 1/27 "x"'],
  ['[PATCHv5 2/2] x', 'patch v5 2/2 "x"'],
  ['[PATCH-v5 2/2] x', 'patch v5 2/2 "x"'],
  ['[PATCH V2] x', 'patch v2 "x"'],
  ['[v3 PATCH 1/1] x', 'patch v3 1/1 "x"'],
  ['[patch V6 07/11] x', 'patch v6 7/11 "x"'],
  ['[PATCHi v2] x', 'patch v2 "x"'],
  ['[PATCH v2.1 3/4] x', 'patch v2 3/4 "x"'],
  ['[PATCH bpf-next v5 1/2] x', 'patch v5 1/2 {bpf-next} "x"'],
  ['[PATCH mm-unstable v3 00/10] x', 'patch v3 0/10 {mm-unstable} "x"'],
  ['[PATCH -mm 1/3] x', 'patch 1/3 {-mm} "x"'],
  ['[net,v2,1/2] x', 'patch v2 1/2 {net} "x"'],
  ['[PATCH/RFC] x', 'patch RFC "x"'],
  ['[RFC/PATCH v2 03/10] x', 'patch v2 3/10 RFC "x"'],
  ['[RFC PATCH 0/6] x', 'patch 0/6 RFC "x"'],
  ['[RFC v1 0/3] x', 'patch v1 0/3 RFC "x"'],
  ['[RFCv2 1/2] x', 'patch v2 1/2 RFC "x"'],
  ['[RFC] x', 'patch RFC "x"'],
  ['[PATCH][RFC] x', 'patch RFC "x"'],
  ['[PATCH RESEND v2 1/2] x', 'patch v2 1/2 RESEND "x"'],
  ['[RESEND PATCH] x', 'patch RESEND "x"'],
  ['[RESEND][PATCH v4] x', 'patch v4 RESEND "x"'],
  ['[PATCH v4 REPOST] x', 'patch v4 RESEND "x"'],
  ['[PATCH 1/n] x', 'patch 1/n "x"'],
  ['[PATCH 0 of 2] x', 'patch 0/2 "x"'],
  ['[Patch 2/2]: powerpc: x', 'patch 2/2 "powerpc: x"'],
  ['[dpdk-dev] [PATCH v2] x', 'patch v2 {dpdk-dev} "x"'],
  ['[PATCH alexv12 1/2] x', 'patch 1/2 {alexv12} "x"'],
  ['[PATCH] mm: x (v3)', 'patch v3 "mm: x (v3)"'],
  ['Re: [PATCH v2 3/9] x', 'Re patch v2 3/9 "x"'],
  ['RE: AW: Re: [PATCH] x', 'Re patch "x"'],
  ['答复: [PATCH] x', 'Re patch "x"'],
  ['Re: [External] Re: [PATCH v3] x', 'Re patch v3 {External} "x"'],
  ['[GIT PULL] x', 'mail {GIT PULL} "x"'],
  ['[syzbot] [mm?] KASAN in x', 'mail {syzbot mm?} "KASAN in x"'],
  ['mm: x v3', 'mail "mm: x v3"'],
  ['[PATCH', 'mail "[PATCH"'],
  ['', 'mail ""'],
])('%s', (subject, short) => expect(inShort(subject)).toBe(short));

test('titles of versions compare without their version', () => {
  expect(bareTitle('mm: Fix x (v3)')).toBe(bareTitle('mm: fix x'));
});

test('a subject of 100,000 brackets takes no time to speak of', () => {
  const started = performance.now();
  readSubject('['.repeat(100_000));
  readSubject('[x]'.repeat(30_000));
  expect(performance.now() - started).toBeLessThan(1000);
});
