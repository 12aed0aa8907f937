import * as z from 'zod';
import type { Session } from '../context.ts';

/** Something that an assistant may ask for. */
export interface Tool<Fields extends z.core.$ZodLooseShape = z.core.$ZodLooseShape> {
  readonly name: string;
  /** For the assistant: what it gives, and when to use it. */
  readonly description: string;
  /** What may be asked. */
  readonly fields: Fields;
  /** It changes nothing in the database. */
  readonly isReadOnly: boolean;
  /** The whole answer. Throws a `Refusal` where it cannot be had. */
  answer(asked: z.infer<z.ZodObject<Fields>>, session: Session): Promise<string>;
}

/** Makes a tool; what it is asked has the types of its fields. */
export function tool<Fields extends z.core.$ZodLooseShape>(made: Tool<Fields>): Tool {
  return { ...made, answer: (asked, session) => made.answer(asked as z.infer<z.ZodObject<Fields>>, session) };
}

/** What a tool may be asked, and where in a long answer to go on; a field that it does not know is refused. */
export function inputOf({ fields }: Tool) {
  const offset = z.int().min(0).default(0).describe('where to go on in a long answer, as its end says');
  return z.strictObject({ ...fields, offset });
}
