import { Option } from 'commander';

/** What a setting is beside its flag. */
export interface SettingKind {
  /** The variable of the environment that sets it. */
  readonly variable: string;
  /** A path: `~/` is the home folder, and in the configuration file a relative one starts at the file's folder. */
  readonly isPath?: boolean;
  /** Must stand in quotes in the configuration file: as a number 6.10 would be 6.1. */
  readonly isText?: boolean;
}

/** Everything that a line of the configuration file may set, by its name there. */
export const SETTINGS = {
  db: { variable: 'MMLORE_DB', isPath: true },
  color: { variable: 'NO_COLOR' },
  jobs: { variable: 'MMLORE_JOBS' },
  lore: { variable: 'MMLORE_LORE' },
  tree: { variable: 'MMLORE_TREE', isPath: true },
  kernel: { variable: 'MMLORE_KERNEL', isText: true },
  'max-states': { variable: 'MMLORE_MAX_STATES' },
  'check-timeout': { variable: 'MMLORE_CHECK_TIMEOUT' },
  'query-timeout': { variable: 'MMLORE_QUERY_TIMEOUT' },
  'search-limit': { variable: 'MMLORE_SEARCH_LIMIT' },
} as const satisfies Readonly<Record<string, SettingKind>>;

export type SettingName = keyof typeof SETTINGS;

/** An option that the configuration file or the environment may set as well; the command line goes before both. */
export class Setting extends Option {
  readonly setting: SettingName;
  readonly kind: SettingKind;

  constructor(setting: SettingName, flags: string, description: string) {
    super(flags, description);
    this.setting = setting;
    this.kind = SETTINGS[setting];
  }
}
