import { InvalidArgumentError, Option } from 'commander';

/**
 * An option that takes one of many names: a wrong one is answered with all of them, and the shell completes them.
 *
 * For lists that are too long for the help, where commander's `choices` would print them.
 */
export class OneOf extends Option {
  readonly names: readonly string[];

  constructor(flags: string, description: string, what: string, names: readonly string[]) {
    super(flags, description);
    this.names = names;
    this.argParser((name: string) => {
      if (names.includes(name)) return name;
      throw new InvalidArgumentError(`There is no ${what} ${name}. It may be ${names.join(', ')}.`);
    });
  }
}
