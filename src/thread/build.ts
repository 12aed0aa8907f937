import type { Issue } from '../issue.ts';
import { mergeCopies } from '../mail/copies.ts';
import type { Message } from '../mail/message.ts';
import { ownIds } from '../mail/message-id.ts';
import { byText } from '../order.ts';
import { chooseParent, parentLinks } from './links.ts';
import type { Thread, ThreadNode } from './thread.ts';

/** A node while its parent and children are still being found. */
interface Growing {
  readonly messageId: string;
  message: Message | undefined;
  parent: Growing | undefined;
  children: Growing[];
  depth: number;
  /** Its own date, or for a ghost the first of its children's; empty where nobody says. */
  date: string;
}

/**
 * Joins messages into threads by References and In-Reply-To; subjects join nothing.
 *
 * The algorithm is JWZ's with ghosts for mails that others refer to and nobody delivered, except that it looks at all
 * messages in a fixed order (date, then Message-ID), so that the order of ingestion does not matter. Each Message-ID takes
 * one place, where the canonical one of its copies stands.
 *
 * @returns threads by the date of their first message, then by id
 */
export function buildThreads(messages: readonly Message[]): readonly Thread[] {
  const unique = mergeCopies(messages)
    .map(({ canonical }) => canonical)
    .sort(byDate);
  const nodes = new Map<string, Growing>();
  const place = (messageId: string): Growing => {
    const known = nodes.get(messageId);
    if (known !== undefined) return known;
    const node: Growing = { messageId, message: undefined, parent: undefined, children: [], depth: 0, date: '' };
    nodes.set(messageId, node);
    return node;
  };
  for (const message of unique) place(message.messageId).message = message;
  const aliases = aliasesOf(unique, nodes);
  const resolve = (id: string): string => aliases.get(id) ?? id;
  const isDelivered = (id: string): boolean => nodes.get(id)?.message !== undefined;
  const cut: { readonly child: Growing; readonly issue: Issue }[] = [];
  for (const message of unique) {
    const parent = chooseParent(message, resolve, isDelivered);
    if (parent === undefined) continue;
    const child = place(message.messageId);
    if (!adopt(place(parent), child)) cut.push({ child, issue: cycleIssue(message, parent) });
  }
  for (const message of unique) {
    for (const { parent, child } of parentLinks(message, resolve)) {
      if (place(child).parent === undefined) adopt(place(parent), place(child));
    }
  }
  const roots = [...nodes.values()].filter((node) => node.parent === undefined).map(finish);
  const issues = new Map<Growing, Issue[]>(roots.map((root) => [root, []]));
  for (const { child, issue } of cut) issues.get(rootOf(child))?.push(issue);
  return roots
    .sort(byPlace)
    .map((root) => ({ threadId: root.messageId, root: root as ThreadNode, issues: issues.get(root) ?? [] }));
}

function cycleIssue({ messageId }: Message, parent: string): Issue {
  const says = `the mail answers ${parent}, which comes to answer this mail: the circle was cut here`;
  return { code: 'thread.cycle', says, where: messageId };
}

function rootOf(node: Growing): Growing {
  while (node.parent !== undefined) node = node.parent;
  return node;
}

/** A mail with several Message-IDs is found under each of them, where no other mail has it as its own. */
function aliasesOf(messages: readonly Message[], nodes: ReadonlyMap<string, Growing>): ReadonlyMap<string, string> {
  const aliases = new Map<string, string>();
  for (const message of messages) {
    for (const id of ownIds(message)) if (!nodes.has(id) && !aliases.has(id)) aliases.set(id, message.messageId);
  }
  return aliases;
}

/** Makes `parent` the parent of `child`, unless that would close a cycle: the References of hostile mails do. */
function adopt(parent: Growing, child: Growing): boolean {
  for (let above: Growing | undefined = parent; above !== undefined; above = above.parent) {
    if (above === child) return false;
  }
  child.parent = parent;
  parent.children.push(child);
  return true;
}

/** Numbers depths, dates ghosts and sorts children below a root, without recursion: a thread may be deep. */
function finish(root: Growing): Growing {
  const nodes = [root];
  for (let at = 0; at < nodes.length; at += 1) {
    const node = nodes[at];
    if (node === undefined) break;
    node.depth = node.parent === undefined ? 0 : node.parent.depth + 1;
    for (const child of node.children) nodes.push(child);
  }
  for (const node of nodes.reverse()) {
    node.children.sort(byPlace);
    node.date = node.message === undefined ? (node.children[0]?.date ?? '') : (node.message.date ?? '');
  }
  return root;
}

function byPlace(a: Growing, b: Growing): number {
  return byText(a.date, b.date) || byText(a.messageId, b.messageId);
}

function byDate(a: Message, b: Message): number {
  return byText(a.date ?? '', b.date ?? '') || byText(a.messageId, b.messageId) || byText(a.contentHash, b.contentHash);
}
