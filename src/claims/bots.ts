import type { Message } from '../mail/message.ts';

/**
 * Senders that are programs: the address, whole or from its beginning, and what they are. A person's address is never
 * here: what a robot sends from one is known by the display name or the headers.
 */
const BOT_ADDRESSES: readonly (readonly [beginning: string, what: string])[] = [
  ['lkp@intel.com', '0-day build and boot tests'],
  ['syzbot', 'syzkaller'],
  ['patchwork-bot', 'Patchwork'],
  ['patchwork@', 'Patchwork'],
  ['pr-tracker-bot@', 'pull requests'],
  ['sashiko', 'automated review'],
  ['bot@kernelci.org', 'KernelCI'],
  ['kernelci', 'KernelCI'],
  ['tip-bot2@', 'tip tree'],
  ['regzbot', 'regression tracking'],
  ['bugzilla-daemon@', 'Bugzilla'],
  ['mailer-daemon@', 'delivery'],
  ['noreply@', 'a program'],
  ['no-reply@', 'a program'],
  ['bpf-ci', 'CI'],
  ['ci@', 'CI'],
  ['aiaiai', 'automated review'],
];

/** Words in a display name that tell a program: `kernel test robot`, `Foo CI Bot`. */
const BOT_NAME = /\b(?:robot|bot|ci bot|test bot|build bot|autobuild|ai review(?:er)?)\b/i;

/** Headers that only programs set. */
const BOT_HEADERS: readonly (readonly [name: string, value: RegExp])[] = [
  ['auto-submitted', /auto-generated|auto-replied/i],
  ['x-mailer', /\b(?:syzbot|sashiko|lkp)\b/i],
  ['x-lkp-report', /./],
];

/** Whether a program sent a mail: what it says is kept apart from what people claim. */
export function isBot({ from, headers }: Pick<Message, 'from' | 'headers'>): boolean {
  return (
    BOT_ADDRESSES.some(([beginning]) => from.email.startsWith(beginning)) ||
    BOT_NAME.test(from.name) ||
    BOT_HEADERS.some(([name, value]) => headers.get(name)?.some((found) => value.test(found)) === true)
  );
}
