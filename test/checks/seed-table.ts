import type { Result } from '../../src/checks/check.ts';

/** One row of the table of DESIGN §8 as a mail must answer it. */
export interface SeedRow {
  readonly function: string;
  readonly world: string;
  readonly property: string;
  readonly before: Result;
  readonly after: Result;
}

/** Where the rows come from: a mail that holds a diff, or of which others quote one. */
export interface SeedMail {
  /** A part of its Message-ID. */
  readonly mail: string;
  readonly rows: readonly SeedRow[];
}

/** One of the five threads, whole and as the one document that the project started from. */
export interface SeedThread {
  readonly whole: string;
  readonly alone: string;
  readonly mails: readonly SeedMail[];
  /** What comes out of the document alone; empty where it quotes no line of a diff. */
  readonly quoted: readonly SeedRow[];
}

/** Rows of one function: `world PROPERTY before after`, one letter a result. */
function rows(name: string, ...lines: readonly string[]): readonly SeedRow[] {
  const results: Readonly<Record<string, Result>> = { v: 'violated', h: 'holds', n: 'not-modelled' };
  return lines.map((line) => {
    const [world = '', property = '', before = '', after = ''] = line.split(' ');
    return { function: name, world, property, before: results[before] as Result, after: results[after] as Result };
  });
}

const UNUSED = rows(
  'try_to_unmap_one',
  'unmap-uffd-missing UFFD-MISSING v h',
  'migrate-uffd-missing UFFD-MISSING v h',
  'unmap-uffd-hint-first UFFD-MISSING v h',
  'unmap-uffd-wp UFFD-WP v h',
);

const AROUND = rows(
  'do_fault_around',
  'fault-around-punch UFFD-WP v h',
  'fault-around-punch-in-flight UFFD-WP v v',
  'fault-around-zap UFFD-WP v v',
  'fault-around-truncate TRUNC h h',
);

const MARKERS = [
  ...rows('try_to_unmap_one', 'unmap-file-uffd-wp UFFD-WP v h'),
  ...rows(
    'zap_pte_range',
    'zap-uffd-wp UFFD-WP v h',
    'zap-uffd-wp-in-flight UFFD-WP v h',
    'zap-uffd-wp-swapped UFFD-WP v h',
    'zap-uffd-wp-migrating UFFD-WP v h',
    'zap-uffd-unregistered LIVE h h',
  ),
];

const RETRACT = rows(
  'retract_page_tables',
  'retract-sva SMMU-TABLE h v',
  'retract-kvm SMMU-FREE h h',
  'retract-uffd-copy TABLE-EMPTY h v',
  'retract-uffd-copy-kvm SMMU-REVOKE h v',
  'retract-uffd-wp UFFD-WP h v',
  'retract-fault TABLE-LOCKED h h',
  'retract-gup-fast TABLE-LOCKLESS h h',
);

export const SEED_THREADS: readonly SeedThread[] = [
  {
    whole: 'mail/seed-threads/seed-0.mbox.gz',
    alone: 'seeds/000_1cbcb44b560aa381.txt',
    mails: ['20180628123916', '20180702075049', '20180703171854'].map((mail) => ({ mail, rows: UNUSED })),
    quoted: UNUSED,
  },
  {
    whole: 'mail/seed-threads/seed-1.mbox.gz',
    alone: 'seeds/001_8b9d5fc162ebd61a.txt',
    mails: ['20201126222359', '20201130230603'].map((mail) => ({ mail, rows: AROUND })),
    quoted: [],
  },
  {
    whole: 'mail/seed-threads/seed-2.mbox.gz',
    alone: 'seeds/002_a6f0e411cbc6bd48.txt',
    mails: ['20210527202214', '20210714222117'].map((mail) => ({ mail, rows: MARKERS })),
    quoted: MARKERS,
  },
  {
    whole: 'mail/seed-threads/seed-3.mbox.gz',
    alone: 'seeds/003_b7cda8cdedff5b25.txt',
    mails: [
      {
        mail: '20160429005106',
        rows: rows(
          'do_huge_pmd_wp_page',
          'wp-huge-pinned PIN v h',
          'wp-pinned-shared PIN v v',
          'wp-pinned-shared REF h h',
          'wp-huge-kvm SMMU-REVOKE h h',
        ),
      },
      {
        // The call stores through NULL, and nothing is said to hold of code that crashes.
        mail: '20160505143924',
        rows: [
          ...rows(
            'do_huge_pmd_wp_page',
            'wp-pinned-shared ASSERT h v',
            'wp-pinned-shared PIN v v',
            'wp-pinned-shared REF n n',
            'wp-huge-pinned PIN v n',
          ),
          ...rows('do_wp_page', 'wp-split-pinned PIN v h', 'wp-tail HEAD h v', 'wp-halves RMAP h h'),
        ],
      },
    ],
    quoted: [],
  },
  {
    whole: 'mail/seed-threads/seed-4.mbox.gz',
    alone: 'seeds/004_119d344003edc47b.txt',
    mails: [
      { mail: '2e9996fa-d238-e7c-1194', rows: RETRACT },
      { mail: '563340a4-7ac9-7cc8-33d8', rows: rows('collapse_pte_mapped_thp', 'munmap-walk TABLE-LOCKED h v') },
      { mail: 'CAG48ez2X5oZyxaFniZ', rows: rows('collapse_pte_mapped_thp', 'munmap-walk TABLE-LOCKED v h') },
    ],
    quoted: RETRACT,
  },
];
