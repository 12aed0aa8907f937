import type { GivenTag } from '../store/tags.ts';
import { collectTags } from '../thread/tags.ts';
import type { ArrangedMessages } from './review-messages.ts';

/** Makes the rows of the tags that patches have and were given. */
export function tagRows({ threads, series }: ArrangedMessages): GivenTag[] {
  return collectTags(threads, series).map(({ trailer, patch, source, givenIn, identity }) => ({
    messageId: givenIn,
    patchMessageId: patch,
    key: trailer.key,
    value: trailer.value,
    name: trailer.person?.name,
    email: trailer.person?.email,
    note: trailer.note,
    givenIn: source,
    identity,
  }));
}
